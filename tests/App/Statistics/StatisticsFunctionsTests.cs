using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Statistics;

/// <summary>Statistics on an app of their own: what others keep would count.</summary>
public sealed class StatisticsFunctionsTests(GovernanceHost host) : IClassFixture<GovernanceHost>
{
    private static readonly string[] Bands = ["18-24", "25-34", "35-44"];

    [Fact]
    public async Task Only_people_who_agreed_count_the_same_question_costs_once_and_an_exhausted_budget_refuses()
    {
        await FillAsync(agreed: 60, silent: 300);
        var question = new { kind = "count", of = "people", epsilon = 1 };

        var first = await ReadAsync(await PostAsync("customers/queries", question));
        var again = await ReadAsync(await PostAsync("customers/queries", question));
        var budget = await ReadAsync(await SendAsync(HttpMethod.Get, "customers/budget", null));
        var mean = await ReadAsync(await PostAsync("customers/queries", new { kind = "mean", column = "spend", epsilon = 1 }));
        var bins = await ReadAsync(await PostAsync("customers/queries", new { kind = "histogram", column = "ageBand", epsilon = 1 }));
        var refused = await PostAsync("customers/queries", new { kind = "count", of = "people", epsilon = 0.5 });
        var still = await ReadAsync(await PostAsync("customers/queries", question));

        Assert.InRange((decimal)first["answer"]!["value"]!, 30, 90);
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal(first.ToJsonString(), still.ToJsonString());
        Assert.Equal((3m, 1m, 1), ((decimal)budget["epsilon"]!, (decimal)budget["spent"]!, (int)budget["answers"]!));
        Assert.InRange((decimal)mean["answer"]!["value"]!, 0, 10_000);
        Assert.Equal(7, bins["answer"]!["bins"]!.AsObject().Count);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("statistics-budget-exhausted", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(3, (await host.AuditAsync("statistics.released")).Count);
        Assert.Single(await host.AuditAsync("statistics.refused"));

        // The same people as a file: k-anonymous as it is measured, and nothing where that cannot be.
        var asked = await PostAsync("customers/exports", new { quasiIdentifiers = new[] { "country", "ageBand" }, k = 5 });
        var export = await EndAsync(await ReadAsync(asked, HttpStatusCode.Accepted));
        var csv = await (await SendAsync(HttpMethod.Get, $"exports/{export["id"]}/content", null)).Content.ReadAsStringAsync();
        var same = await ReadAsync(await PostAsync("customers/exports", new { quasiIdentifiers = new[] { "country", "ageBand" }, k = 5 }), HttpStatusCode.Accepted);
        var impossible = await EndAsync(await ReadAsync(
            await PostAsync("customers/exports", new { quasiIdentifiers = new[] { "ageBand" }, sensitive = new[] { "spendBand" }, k = 5, l = 5 }), HttpStatusCode.Accepted));
        var third = await PostAsync("customers/exports", new { quasiIdentifiers = new[] { "gender" }, k = 5 });

        Assert.Equal("released", (string?)export["status"]);
        Assert.True((int)export["measured"]!["k"]! >= 5);
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("country,ageBand", lines[0]);
        Assert.Equal(60 - (int)export["suppressed"]!, lines.Length - 1);
        Assert.All(lines.Skip(1).CountBy(line => line), group => Assert.True(group.Value >= 5, group.Key));
        Assert.Equal((string?)export["id"], (string?)same["id"]);
        Assert.Equal(("refused", "anonymity-cannot-be-met"), ((string?)impossible["status"], (string?)impossible["failure"]));
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Get, $"exports/{impossible["id"]}/content", null)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Equal(2, (await host.AuditAsync("statistics.export")).Count);
    }

    [Theory]
    [InlineData("secrets/queries", HttpStatusCode.NotFound)]
    [InlineData("orders/queries", HttpStatusCode.UnprocessableEntity)]
    [InlineData("orders/exports", HttpStatusCode.Conflict)]
    public async Task What_the_policy_does_not_provide_for_is_refused_and_costs_nothing(string url, HttpStatusCode status)
    {
        object body = url.EndsWith("exports", StringComparison.Ordinal) ? new { quasiIdentifiers = new[] { "country" }, k = 5 } : new { kind = "mean", column = "status", epsilon = 1 };

        var answer = await PostAsync(url, body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(0m, (decimal)(await ReadAsync(await SendAsync(HttpMethod.Get, "orders/budget", null)))["spent"]!);
    }

    private async Task FillAsync(int agreed, int silent)
    {
        var customers = Enumerable.Range(0, agreed + silent).Select(i => new Customer { Id = new CustomerId($"S{i:0000}"), Country = "DE", AgeBand = Bands[i % 3] }).ToList();
        await host.Get<IDocumentStore>().UpsertManyAsync(
            Customer.Container, [.. customers.Select(c => new DocumentWrite<Customer>(PersonId.Of(c.Id).Value, Customer.DocumentId, c))], default);
        foreach (var customer in customers.Take(agreed))
        {
            var change = new ConsentChange { Person = PersonId.Of(customer.Id), Purposes = new Dictionary<ConsentScope, bool> { [Purpose.Analytics] = true }, Channel = "web", ActorRole = "shopper" };
            Assert.Null((await host.Get<ConsentService>().ChangeAsync(change, default)).Failure);
        }
    }

    private Task<HttpResponseMessage> PostAsync(string url, object body) => SendAsync(HttpMethod.Post, url, body);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, object? body)
    {
        var request = new HttpRequestMessage(method, "api/statistics/" + url) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + host.Issuer.Staff(StaffRoles.PrivacyOfficer));
        return host.Client.SendAsync(request);
    }

    private async Task<JsonObject> EndAsync(JsonObject export)
    {
        for (var tries = 0; (string?)export["status"] == "pending"; tries++)
        {
            Assert.True(tries < 1200, export.ToJsonString());
            await Task.Delay(50);
            export = await ReadAsync(await SendAsync(HttpMethod.Get, $"exports/{export["id"]}", null));
        }

        return export;
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }
}
