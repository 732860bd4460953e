using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Console.Components;
using RetailServerless.Console.Privacy;

namespace RetailServerless.Console.Tests.Privacy;

public sealed class PrivacyFormsTests : ConsoleContext
{
    public PrivacyFormsTests() => SignIn("officer", RoleNames.PrivacyOfficer);

    [Fact]
    public void A_new_request_says_what_is_asked_for_whom_and_goes_to_it()
    {
        Platform.On(HttpMethod.Post, "/api/privacy/requests", _ => FakePlatform.Json(HttpStatusCode.Created, Requests.Json("correction", "verifying")));
        var page = Open<NewRequestPage>();

        page.Find("select").Change("correction");
        page.FindAll("input")[0].Change(" K1 ");
        page.FindAll("input")[1].Change("de");
        page.FindAll("input")[3].Change("Nora Right");
        page.Find("textarea").Change("Married.");
        page.Find("button").Click();

        page.WaitForAssertion(() => Assert.EndsWith($"privacy/requests/{Requests.Id}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var sent = Platform.Sent.Single();
        Assert.Equal(
            """{"right":"correction","customerId":"K1","residence":{"country":"DE"},"words":"Married.","corrections":[{"store":"customers","field":"name","value":"Nora Right"}]}""", sent.Body);
        Assert.True(Guid.TryParse(sent.Headers["Idempotency-Key"], out _));
    }

    [Fact]
    public void What_the_platform_does_not_take_is_said_and_the_form_stays_filled()
    {
        Platform.On(
            HttpMethod.Post,
            "/api/privacy/requests",
            _ => FakePlatform.Problem(HttpStatusCode.BadRequest, "invalid-privacy-request", "The request cannot be read; see the errors of the fields.", """{"$.customerId":["must be the number of the customer whom it concerns"]}"""));
        var page = Open<NewRequestPage>();
        page.Find("textarea").Change("Hello.");

        page.Find("button").Click();

        page.WaitForAssertion(() => Assert.Contains("must be the number of the customer", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Hello.", page.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void Every_row_of_a_list_is_answered()
    {
        Platform.On(
            HttpMethod.Post,
            "/api/privacy/requests/bulk",
            _ => FakePlatform.Json(
                HttpStatusCode.OK,
                $$"""{"taken":1,"openAlready":1,"rows":[{"row":2,"result":"taken","requestId":"{{Requests.Id}}"},{"row":3,"result":"open-already","requestId":"{{Requests.Id}}"},{"row":4,"result":"refused","reason":"The row has not four columns."}]}"""));
        var page = Open<BulkPage>();
        Assert.Contains("No file is chosen", page.Markup, StringComparison.Ordinal);

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("customerId,right,country,region\nK1,deletion,DE,\n", "list.csv"));

        page.WaitForAssertion(() => Assert.Contains("1 request was taken in, 1 was open already, 1 row was refused.", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal(["Taken in", "Open already", "Refused: The row has not four columns."], page.FindAll("tbody tr td:nth-child(2)").Select(c => c.TextContent));
        Assert.Equal("customerId,right,country,region\nK1,deletion,DE,\n", Platform.Sent.Single().Body);
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_refused_before_anybody_is_asked()
    {
        var page = Open<CertificateCheckPage>();

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("""{"hello":1}""", "x.json"));

        page.WaitForAssertion(() => Assert.Contains("This file cannot be read", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(Platform.Sent);
    }

    [Fact]
    public void A_certificate_in_which_a_member_stands_twice_is_refused_for_it_could_be_shown_as_another_than_is_checked()
    {
        var page = Open<CertificateCheckPage>();

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(
            """{"certificate":{"requestId":"0193a000-0000-7000-8000-00000000abcd","extent":"partial","extent":"full"},"signature":{"keyId":"k1"}}""", "x.json"));

        page.WaitForAssertion(() => Assert.Contains("It is not JSON in the form of a certificate.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void The_yearly_numbers_stand_with_the_rule_that_asks_for_them()
    {
        Platform.OnGet(
            "/api/privacy/metrics",
            """{"items":[{"regime":"privacy/ccpa@1","rule":{"citation":"11 CCR 7102(a)","sentence":"A large shop publishes."},"numbers":{"year":2026,"publishBy":"2027-07-01","lines":[{"kind":"delete","received":3,"compliedInWhole":2,"compliedInPart":0,"denied":1,"withdrawn":0,"open":0,"medianDays":4.5,"meanDays":5}]}}]}""");

        var page = Open<NumbersPage>();

        var row = page.WaitForElement("tbody tr");
        Assert.Equal(["delete", "3", "2", "0", "1", "0", "0", "4.5", "5"], row.Children.Select(c => c.TextContent));
        Assert.Contains("11 CCR 7102(a)", page.Markup, StringComparison.Ordinal);
        Assert.Contains("year=2026", Platform.Sent.Single().Query, StringComparison.Ordinal);
    }
}
