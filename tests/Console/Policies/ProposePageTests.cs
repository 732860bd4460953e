using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Console.Components;
using RetailServerless.Console.Policies;

namespace RetailServerless.Console.Tests.Policies;

public sealed class ProposePageTests : ConsoleContext
{
    private const string Api = "/api/policies/consent~default";

    public ProposePageTests()
    {
        SignIn("officer", RoleNames.PrivacyOfficer);
        Platform.OnGet(Api, PolicyJson.Policy());
        Platform.OnGet(Api + "/versions/1", PolicyJson.Text(1));
    }

    [Fact]
    public void A_change_starts_from_the_text_in_effect()
    {
        var page = OpenEditor();

        Assert.StartsWith("jurisdiction: default\n", page.Find("#yaml").GetAttribute("value"));
    }

    [Fact]
    public void Mistakes_are_shown_with_line_reason_and_the_line_itself()
    {
        Platform.On(HttpMethod.Post, Api + "/preview", _ => FakePlatform.Problem(
            HttpStatusCode.UnprocessableEntity, "policy-invalid", "consent/default.yaml:4: $.a must be less. consent/default.yaml:1: $.b is odd.", """{"$.a":["consent/default.yaml:4: $.a must be less."],"$.b":["consent/default.yaml:1: $.b is odd."]}"""));
        var page = OpenEditor();

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("2 mistakes", page.Find("#yaml-errors").TextContent));
        var lines = page.FindAll("#yaml-errors li");
        Assert.Equal(["Line 1", "Line 4"], lines.Select(l => l.QuerySelector("button")!.TextContent));
        Assert.Contains("$.a must be less.", lines[1].TextContent);
        Assert.Contains("expiresAfterDays: 730", lines[1].TextContent);
        Assert.Empty(page.FindAll("#reason"));
        lines[1].QuerySelector("button")!.Click();
        Assert.Equal(4, JSInterop.VerifyInvoke("retailConsole.selectLine").Arguments[1]);
    }

    [Fact]
    public void A_text_that_is_no_yaml_is_located_too()
    {
        var errors = TextErrors.Of(new Console.Platform.PlatformProblem(Console.Platform.ProblemKind.Other, "policy-invalid", "", "consent/default.yaml:2: is not well-formed YAML: (Line: 2, Col: 1)."), "a: 1\nb: [");

        var error = Assert.Single(errors);
        Assert.Equal((2, "b: ["), (error.Line, error.Text));
    }

    [Fact]
    public void What_was_previewed_is_filed_with_date_and_reason_in_the_body()
    {
        Platform.On(HttpMethod.Post, Api + "/preview", _ => FakePlatform.Json(HttpStatusCode.OK, PolicyJson.Preview));
        Platform.On(HttpMethod.Post, Api + "/proposals", _ => FakePlatform.Json(HttpStatusCode.Created, PolicyJson.Proposal(own: true, mayDecide: false, mayWithdraw: true, why: "x")));
        var page = OpenEditor();
        page.Find("#yaml").Input("jurisdiction: other\n");
        page.Find("#from").Change("2027-01-01T08:30");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("1,234 people", page.Markup));

        page.FindAll("form")[1].Submit();
        page.WaitForAssertion(() => Assert.Contains("Say why.", page.Markup));
        page.Find("#reason").Change("It is fairer.");
        page.FindAll("form")[1].Submit();

        page.WaitForAssertion(() => Assert.EndsWith("policies/consent~default/proposals/2", Services.GetRequiredService<NavigationManager>().Uri));
        var sent = Platform.Sent.Single(s => s.Path.EndsWith("/proposals", StringComparison.Ordinal));
        var body = JsonDocument.Parse(sent.Body!).RootElement;
        Assert.Equal("jurisdiction: other\n", body.GetProperty("yaml").GetString());
        Assert.Equal("It is fairer.", body.GetProperty("reason").GetString());
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 8, 30, 0, TimeSpan.Zero), body.GetProperty("effectiveFrom").GetDateTimeOffset());
        Assert.Equal("", sent.Query);
        Assert.NotEmpty(sent.Headers["Idempotency-Key"]);
    }

    [Fact]
    public void A_text_that_changed_after_its_preview_cannot_be_filed()
    {
        Platform.On(HttpMethod.Post, Api + "/preview", _ => FakePlatform.Json(HttpStatusCode.OK, PolicyJson.Preview));
        var page = OpenEditor();
        page.Find("form").Submit();
        page.WaitForAssertion(() => page.Find("#reason"));

        page.Find("#yaml").Input("jurisdiction: yet another\n");

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("#reason")));
    }

    [Fact]
    public void A_preview_that_comes_after_the_text_or_the_date_changed_is_not_shown()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        Platform.On(HttpMethod.Post, Api + "/preview", _ => answer.Task);
        var page = OpenEditor();
        page.Find("form").Submit();
        page.Find("#from").Change("2027-01-01T08:30");

        answer.SetResult(FakePlatform.Json(HttpStatusCode.OK, PolicyJson.Preview));

        page.WaitForAssertion(() => Assert.False(page.Find("form button[type=submit]").HasAttribute("disabled")));
        Assert.Empty(page.FindAll("#reason"));
    }

    [Fact]
    public void Sending_twice_after_a_lost_answer_is_one_proposal()
    {
        Platform.On(HttpMethod.Post, Api + "/preview", _ => FakePlatform.Json(HttpStatusCode.OK, PolicyJson.Preview));
        Platform.On(HttpMethod.Post, Api + "/proposals", HttpResponseMessage (_) => throw new HttpRequestException("lost"));
        var page = OpenEditor();
        page.Find("form").Submit();
        page.WaitForAssertion(() => page.Find("#reason"));
        page.Find("#reason").Change("Twice.");
        page.FindAll("form")[1].Submit();
        page.WaitForAssertion(() => Assert.Contains("does not answer", page.Markup));

        page.FindAll("form")[1].Submit();

        page.WaitForAssertion(() => Assert.Equal(2, Platform.Sent.Count(s => s.Path.EndsWith("/proposals", StringComparison.Ordinal))));
        Assert.Single(Platform.Sent.Where(s => s.Path.EndsWith("/proposals", StringComparison.Ordinal)).Select(s => s.Headers["Idempotency-Key"]).Distinct());
    }

    [Fact]
    public void A_rollback_shows_the_old_text_and_is_filed_as_one()
    {
        Platform.On(HttpMethod.Post, Api + "/preview", _ => FakePlatform.Json(HttpStatusCode.OK, PolicyJson.Preview));
        Platform.On(HttpMethod.Post, Api + "/rollback", _ => FakePlatform.Json(HttpStatusCode.Created, PolicyJson.Proposal(own: true, mayDecide: false, mayWithdraw: true, why: "x")));
        Services.GetRequiredService<NavigationManager>().NavigateTo("policies/consent~default/propose?rollback=1");
        var page = OpenEditor();
        Assert.NotNull(page.Find("#yaml").GetAttribute("readonly"));

        page.Find("form").Submit();
        page.WaitForAssertion(() => page.Find("#reason"));
        page.Find("#reason").Change("It was better.");
        page.FindAll("form")[1].Submit();

        page.WaitForAssertion(() => Assert.Contains(Platform.Sent, s => s.Path.EndsWith("/rollback", StringComparison.Ordinal)));
        Assert.Equal(1, JsonDocument.Parse(Platform.Sent.Single(s => s.Path.EndsWith("/rollback", StringComparison.Ordinal)).Body!).RootElement.GetProperty("version").GetInt32());
    }

    private IRenderedComponent<ProposePage> OpenEditor()
    {
        var page = Open<ProposePage>(p => p.Add(x => x.Id, "consent~default"));
        page.WaitForAssertion(() => page.Find("#yaml"));
        return page;
    }
}
