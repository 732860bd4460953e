using System.Net;
using Bunit;
using RetailServerless.Console.Components;
using RetailServerless.Console.Privacy;

namespace RetailServerless.Console.Tests.Privacy;

public sealed class PrivacyRequestPageTests : ConsoleContext
{
    private const string Certificate =
        """
        {"certificate":{"v":1,"id":"0193a000-0000-7000-8000-000000000001","requestId":"0193a000-0000-7000-8000-00000000abcd","number":1,"extent":"partial","issuedAt":"2026-11-20T09:00:00Z","keyDestroyedAt":"2026-11-20T08:59:00Z","lastBackupExpires":"2026-12-25",
        "stores":[{"name":"orders","found":2,"erased":2,"held":1,"left":0}],"sweep":{"at":"2026-11-20T09:00:00Z","identifiers":5,"kinds":["email"],"places":["documents.db"],"bytes":100,"found":0},
        "survives":[{"what":"1 items of orders.","rule":"A claim is before the court.","citation":"GDPR Art. 17(3)(e)","until":"2099-01-01"}],"models":[{"model":"recommender@3","action":"retrain","dueBy":"2026-12-20"}]},
        "signature":{"algorithm":"Ed25519","keyId":"k1","value":"AAAA"}}
        """;

    [Fact]
    public void An_officer_approves_exactly_what_was_read()
    {
        SignIn("officer", RoleNames.PrivacyOfficer);
        Shows(Requests.Json("deletion", "awaitingApproval"));
        Platform.On(HttpMethod.Post, Requests.Path + "/approval", _ => FakePlatform.Json(HttpStatusCode.OK, Requests.Json("deletion", "executing")));
        var page = OpenRequest();

        Button(page, "Approve").Click();

        page.WaitForAssertion(() => Assert.Contains("Approved.", page.Find(".done").TextContent, StringComparison.Ordinal));
        var sent = Platform.Sent.Single(s => s.Method == HttpMethod.Post);
        Assert.Equal("""{"approved":true}""", sent.Body);
        Assert.Equal("\"7\"", sent.Headers["If-Match"]);
    }

    [Fact]
    public void A_refusal_sends_reason_article_and_how_it_counts()
    {
        SignIn("officer", RoleNames.PrivacyOfficer);
        Shows(Requests.Json("access", "awaitingApproval"));
        Platform.On(HttpMethod.Post, Requests.Path + "/approval", _ => FakePlatform.Problem(HttpStatusCode.BadRequest, "reason-needed", "A refusal needs a reason and the article it rests on."));
        var page = OpenRequest();

        Button(page, "Refuse ...").Click();
        page.Find("textarea").Change("The fifth this month.");
        page.Find(".form input").Change("GDPR Art. 12(5)(b)");
        page.Find(".form select").Change("exempt");
        Button(page, "Refuse and tell the person").Click();

        page.WaitForAssertion(() => Assert.Contains("A refusal needs a reason", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("""{"approved":false,"reason":"The fifth this month.","citation":"GDPR Art. 12(5)(b)","denial":"exempt"}""", Platform.Sent.Single(s => s.Method == HttpMethod.Post).Body);
    }

    [Fact]
    public void An_extension_and_a_question_are_sent_with_their_words()
    {
        SignIn("officer", RoleNames.PrivacyOfficer);
        Shows(Requests.Json("access", "awaitingApproval"));
        Platform.On(HttpMethod.Post, Requests.Path + "/extension", _ => FakePlatform.Json(HttpStatusCode.OK, Requests.Json("access", "awaitingApproval")));
        Platform.On(HttpMethod.Post, Requests.Path + "/clarification", _ => FakePlatform.Json(HttpStatusCode.OK, Requests.Json("access", "awaitingApproval")));
        var page = OpenRequest();

        Button(page, "Put the answer off ...").Click();
        page.Find("textarea").Change("Many stores.");
        Button(page, "Put off and tell the person").Click();
        page.WaitForAssertion(() => Assert.Contains("Put off.", page.Find(".done").TextContent, StringComparison.Ordinal));
        Button(page, "Ask what is meant ...").Click();
        page.Find("textarea").Change("Which year?");
        Button(page, "Send the question").Click();

        page.WaitForAssertion(() => Assert.Equal(
            ["""{"reason":"Many stores."}""", """{"question":"Which year?"}"""], Platform.Sent.Where(s => s.Method == HttpMethod.Post).Select(s => s.Body!)));
    }

    [Fact]
    public void An_auditor_sees_all_of_it_and_can_change_nothing()
    {
        Shows(Requests.Json(
            "deletion",
            "awaitingApproval",
            """
            ,"stores":[{"name":"orders","found":2,"exported":0,"held":0,"erased":0,"left":0,"at":"2026-11-08T09:00:02Z"}],"timeline":[{"at":"2026-11-08T09:00:00Z","kind":"received","actorRole":"shopper","auditEntryId":"x","code":"shopper"},
            {"at":"2026-11-24T00:00:00Z","kind":"escalated","actorRole":"system","auditEntryId":"y","code":"answer","count":14}]
            """));

        var page = OpenRequest();

        Assert.Empty(page.FindAll("button"));
        Assert.Equal("2", page.Find("table.numbers tbody td").TextContent);
        Assert.Contains("A deadline comes near: the answer, 14 days left", page.Find(".timeline").TextContent, StringComparison.Ordinal);
        Assert.Contains("One month from Sunday 8 November 2026.", page.Find(".clocks").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hold_is_placed_with_its_law_and_the_day_on_which_it_is_looked_at_again()
    {
        SignIn("officer", RoleNames.PrivacyOfficer);
        Shows(Requests.Json("deletion", "awaitingApproval", ""","stores":[{"name":"orders","found":2,"exported":0,"held":0,"erased":0,"left":0,"at":"2026-11-08T09:00:02Z"}]"""));
        Platform.On(HttpMethod.Post, Requests.Path + "/legal-hold", _ => FakePlatform.Json(HttpStatusCode.Created, Requests.Json("deletion", "awaitingApproval")));
        var page = OpenRequest();

        Button(page, "Place a hold ...").Click();
        page.FindAll(".panel.form input")[0].Change(true);
        page.FindAll(".panel.form input")[1].Change("O-1, O-2");
        page.Find(".panel.form textarea").Change("A claim.");
        page.FindAll(".panel.form input")[2].Change("GDPR Art. 17(3)(e)");
        page.FindAll(".panel.form input")[3].Change("2099-01-01");
        Button(page, "Place the hold").Click();

        page.WaitForAssertion(() => Assert.Equal(
            """{"stores":["orders"],"items":["O-1","O-2"],"rule":"A claim.","citation":"GDPR Art. 17(3)(e)","reviewOn":"2099-01-01"}""", Platform.Sent.Single(s => s.Method == HttpMethod.Post).Body));
    }

    [Fact]
    public void A_certificate_is_judged_by_the_platform_and_the_verdict_is_said_in_words()
    {
        Shows(Requests.Json("deletion", "completed", ",\"outcome\":\"partlyFulfilled\",\"closedAt\":\"2026-11-20T09:00:00Z\"").Replace("\"certificates\":0", "\"certificates\":1", StringComparison.Ordinal));
        Platform.OnGet(Requests.Path + "/certificate", Certificate);
        Platform.On(HttpMethod.Post, "/api/privacy/certificates/verification", _ => FakePlatform.Json(HttpStatusCode.OK, """{"genuine":true,"extent":"partial","superseded":false}"""));
        var page = OpenRequest();
        page.WaitForElement(".certificate");

        Button(page, "Verify the signature").Click();
        page.WaitForAssertion(() => Assert.Contains("Genuine: this shop signed it", page.Find(".verdict").TextContent, StringComparison.Ordinal));
        Platform.On(
            HttpMethod.Post,
            "/api/privacy/certificates/verification",
            _ => FakePlatform.Problem(HttpStatusCode.UnprocessableEntity, "certificate-not-genuine", "This certificate was not signed by this shop.", """{"$":["signature-wrong"]}"""));
        Button(page, "Verify the signature").Click();

        page.WaitForAssertion(() => Assert.Contains("Not genuine: the signature does not fit what it says", page.Find(".verdict").TextContent, StringComparison.Ordinal));
        Assert.Contains("Partial: nothing is left outside legal holds.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("recommender@3", page.Markup, StringComparison.Ordinal);
        var judged = Platform.Sent.First(s => s.Path == "/api/privacy/certificates/verification").Body!;
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(Certificate), System.Text.Json.Nodes.JsonNode.Parse(judged)), judged);
    }

    [Fact]
    public void An_answer_that_does_not_say_genuine_is_not_shown_as_genuine()
    {
        Shows(Requests.Json("deletion", "completed", ",\"outcome\":\"partlyFulfilled\",\"closedAt\":\"2026-11-20T09:00:00Z\"").Replace("\"certificates\":0", "\"certificates\":1", StringComparison.Ordinal));
        Platform.OnGet(Requests.Path + "/certificate", Certificate);
        Platform.On(HttpMethod.Post, "/api/privacy/certificates/verification", _ => FakePlatform.Json(HttpStatusCode.OK, "{}"));
        var page = OpenRequest();
        page.WaitForElement(".certificate");

        Button(page, "Verify the signature").Click();

        page.WaitForAssertion(() => Assert.StartsWith("Not genuine", page.Find(".verdict").TextContent.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_button_that_is_pressed_twice_does_it_once()
    {
        SignIn("officer", RoleNames.PrivacyOfficer);
        var holds = ",\"holds\":[{\"id\":\"0193a000-0000-7000-8000-000000000009\",\"stores\":[\"orders\"],\"rule\":\"A claim.\",\"citation\":\"GDPR Art. 17(3)(e)\",\"reviewOn\":\"2099-01-01\",\"placedAt\":\"2026-11-20T09:00:00Z\",\"items\":1}]";
        Shows(Requests.Json("deletion", "awaitingApproval").Replace(",\"holds\":[]", holds, StringComparison.Ordinal));
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var release = Requests.Path + "/legal-hold/0193a000-0000-7000-8000-000000000009/release";
        Platform.On(HttpMethod.Post, release, _ => answer.Task);
        var page = OpenRequest();

        Button(page, "Release this hold").Click();
        Button(page, "Release this hold").Click();
        answer.SetResult(FakePlatform.Json(HttpStatusCode.OK, Requests.Json("deletion", "awaitingApproval")));

        page.WaitForAssertion(() => Assert.Contains("The hold is released.", page.Find(".done").TextContent, StringComparison.Ordinal));
        Assert.Single(Platform.Sent, s => s.Path == release);
    }

    [Fact]
    public void Whom_it_concerns_is_read_only_when_an_officer_asks()
    {
        SignIn("officer", RoleNames.PrivacyOfficer);
        Shows(Requests.Json("correction", "awaitingApproval"));
        Platform.OnGet(
            Requests.Path + "/subject",
            """{"customerId":"K1","residence":{"country":"DE"},"corrections":[{"store":"customers","field":"name","value":"Nora Right"}],"purposes":[],"words":"Married."}""");
        var page = OpenRequest();
        Assert.DoesNotContain(Platform.Sent, s => s.Path.EndsWith("/subject", StringComparison.Ordinal));

        Button(page, "Show whom it concerns (goes on record)").Click();

        page.WaitForAssertion(() => Assert.Contains("name in customers: “Nora Right”", page.Markup, StringComparison.Ordinal));
        Assert.Contains("“Married.”", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_is_named_and_never_opened()
    {
        SignIn("officer", RoleNames.PrivacyOfficer);
        Shows(Requests.Json("access", "completed", ""","outcome":"fulfilled","closedAt":"2026-11-20T09:00:00Z","package":{"bytes":2048,"expiresAt":"2026-12-04T09:00:00Z","linkGiven":false}"""));

        var page = OpenRequest();

        Assert.Contains("2,048 bytes", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Only the person's own sign-in opens it", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(Platform.Sent, s => s.Path.Contains("package", StringComparison.Ordinal));
    }

    [Fact]
    public void A_request_that_is_not_there_says_so()
    {
        var page = Open<PrivacyRequestPage>(p => p.Add(x => x.Id, Guid.Parse(Requests.Id)));

        page.WaitForAssertion(() => Assert.Contains("There is no request of this number", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void While_the_platform_is_at_work_the_page_follows()
    {
        Shows(Requests.Json("deletion", "executing"));
        var page = OpenRequest();
        Shows(Requests.Json("deletion", "completed", ""","outcome":"fulfilled","closedAt":"2026-11-24T12:00:02Z" """));

        Time.Advance(TimeSpan.FromSeconds(2));

        page.WaitForAssertion(() => Assert.Contains("Done: all that was asked", System.Text.RegularExpressions.Regex.Replace(page.Find(".request-facts").TextContent, "\\s+", " "), StringComparison.Ordinal));
        var asked = Platform.Sent.Count;
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(asked, Platform.Sent.Count);
    }

    private void Shows(string json) => Platform.On(HttpMethod.Get, Requests.Path, _ =>
    {
        var answer = FakePlatform.Json(HttpStatusCode.OK, json);
        answer.Headers.ETag = new System.Net.Http.Headers.EntityTagHeaderValue("\"7\"");
        return answer;
    });

    private IRenderedComponent<PrivacyRequestPage> OpenRequest()
    {
        var page = Open<PrivacyRequestPage>(p => p.Add(x => x.Id, Guid.Parse(Requests.Id)));
        page.WaitForElement(".request-facts");
        return page;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<PrivacyRequestPage> page, string text) => page.FindAll("button").Single(b => b.TextContent.Trim() == text);
}
