using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

/// <summary>Tests of requests share one app of their own; each uses customers of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PrivacyGroup : ICollectionFixture<GovernanceHost>
{
    public const string Name = "privacy";
}

/// <summary>Customers with data, and what they and the officers do.</summary>
internal sealed class PrivacyShop(GovernanceHost host)
{
    public string Customer { get; } = "K" + Guid.NewGuid().ToString("N")[..10];

    public Guid Decision { get; } = Guid.CreateVersion7();

    public string Email => $"{Customer}@mail.example";

    public string Order(int number) => $"{Customer}-O{number}";

    public PersonId Person => PersonId.Of(new CustomerId(Customer));

    /// <summary>A profile, two orders and a decision.</summary>
    public async Task FillAsync()
    {
        var documents = host.Get<IDocumentStore>();
        var customer = new Customer { Id = new CustomerId(Customer), Name = "Nora Example", Email = Email, Phone = "+49 30 " + Random.Shared.Next(1_000_000, 9_999_999), PostalCode = "10115", Address = "Teststr. 1" };
        await documents.UpsertAsync(new DocumentKey(Core.Customers.Customer.Container, Person.Value, Core.Customers.Customer.DocumentId), customer, WriteCondition.Always, default);
        foreach (var number in new[] { 1, 2 })
        {
            var order = new Order
            {
                Id = new OrderId(Order(number)),
                Customer = new CustomerId(Customer),
                PlacedAt = new DateTimeOffset(2026, 1, number, 12, 0, 0, TimeSpan.Zero),
                Status = OrderStatus.Delivered,
                Lines = [new OrderLine(new Sku("P5"), "=cmd|Tent", 1, new Money(219m, "USD"))],
            };
            await documents.UpsertAsync(new DocumentKey(OrderStore.Container, Person.Value, order.Id.Value), order, WriteCondition.Always, default);
        }

        await host.Get<IDecisionStore>().SaveAsync(
            new DecisionRecord
            {
                Id = Decision,
                Kind = "chat.turn",
                At = DateTimeOffset.UtcNow,
                Person = Person,
                ActorRole = "shopper",
                Models = ["test-model@1"],
                Policies = [],
                Grants = [new GrantReference(Purpose.Service, LegalBasis.Contract, "consent/default@1", null)],
                Inputs = ["turn/1"],
                Evidence = [],
                Outcome = "answered",
                Reasons = ["It fits what was asked for."],
                AuditEntryId = AuditEvent.NewEntryId(),
            },
            default);
    }

    public string Token(string? customer = null, TimeSpan? age = null) => host.Issuer.Token(new()
    {
        ["sub"] = customer ?? Customer,
        ["scope"] = "openid shop",
        ["auth_time"] = (DateTimeOffset.UtcNow - (age ?? TimeSpan.Zero)).ToUnixTimeSeconds(),
    });

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, object? body = null, string? token = null)
    {
        var request = new HttpRequestMessage(method, url) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + (token ?? Token()));
        return host.Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> AsOfficerAsync(HttpMethod method, string url, object? body = null, string role = StaffRoles.PrivacyOfficer) =>
        SendAsync(method, url, body, host.Issuer.Staff(role));

    public async Task<JsonObject> AskAsync(object body, HttpStatusCode expected = HttpStatusCode.Created) =>
        await ReadAsync(await SendAsync(HttpMethod.Post, "api/privacy/requests", body), expected);

    public async Task<JsonObject> UntilAsync(JsonObject request, string status)
    {
        for (var tries = 0; ; tries++)
        {
            var now = await ReadAsync(await AsOfficerAsync(HttpMethod.Get, $"api/privacy/requests/{request["id"]}"));
            if ((string?)now["status"] == status)
            {
                return now;
            }

            if (tries == 600)
            {
                Assert.Fail($"It does not become {status}: {await WhyAsync(now)}");
            }

            await Task.Delay(50);
        }
    }

    public async Task<JsonObject> ApproveAsync(JsonObject request)
    {
        await UntilAsync(request, "awaitingApproval");
        return await ReadAsync(await AsOfficerAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/approval", new { approved = true }));
    }

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task<string> WhyAsync(JsonObject request)
    {
        var sweep = await host.Get<RequestErasure>().LastSweepAsync(Guid.Parse((string)request["id"]!), default);
        return $"{request["status"]}, {string.Join(' ', request["timeline"]!.AsArray().Select(line => $"{line!["kind"]}:{line["code"]}"))}; {string.Join("; ", sweep?.Findings ?? [])}";
    }

    public static IEnumerable<string> Kinds(JsonObject request) => request["timeline"]!.AsArray().Select(line => (string)line!["kind"]!);
}
