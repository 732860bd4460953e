using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Access;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Tests.Access;
using RetailServerless.LocalHost;

namespace RetailServerless.Functions.Tests.Chat;

/// <summary>The whole app on a real host with real stores in a folder of their own, and a small imported catalog.</summary>
public sealed class ChatHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retail-chat-").FullName;
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _change;
    private IHost _host = null!;

    public ChatHost()
        : this([])
    {
    }

    internal ChatHost(Dictionary<string, string?> settings, Action<IServiceCollection>? change = null)
    {
        _settings = settings;
        _change = change;
    }

    internal TestIssuer Issuer { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public string Key { get; private set; } = "";

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "host.json"), """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""");
        await StartAsync();
        Key = (await Get<StorefrontKeys>().CreateAsync("test-shop", [.. StorefrontScopes.Default, StorefrontScopes.Imports], "system", default)).Value;
        await ImportAsync("catalog", "application/x-ndjson", Encoding.UTF8.GetBytes(SmallCatalog.JsonLines));
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await Issuer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Stops and starts the app on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task ImportAsync(string kind, string mediaType, byte[] content, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/imports/{kind}{query}") { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        request.Headers.Add("x-storefront-key", Key);
        var created = await ReadAsync(await Client.SendAsync(request), HttpStatusCode.Accepted);
        for (var tries = 0; ; tries++)
        {
            var import = await ReadAsync(await SendAsync(HttpMethod.Get, $"api/imports/{created["id"]}", null, ("x-storefront-key", Key)));
            if ((string?)import["state"] == "completed")
            {
                Assert.Equal("applied", (string?)import["outcome"]);
                return;
            }

            Assert.True(tries < 300, import.ToJsonString());
            await Task.Delay(100);
        }
    }

    public Task PutOrderAsync(Order order) => Get<IDocumentStore>().UpsertAsync(
        new DocumentKey(OrderStore.Container, PersonId.Of(order.Customer).Value, order.Id.Value), order, WriteCondition.Always, default);

    public static Order Order(string customer, string id, OrderStatus status, int daysAgo, params (string Sku, string Title, decimal Price)[] lines) => new()
    {
        Id = new OrderId(id),
        Customer = new CustomerId(customer),
        PlacedAt = DateTimeOffset.UtcNow.AddDays(-daysAgo - 4),
        Status = status,
        ShippedAt = status is OrderStatus.Processing ? null : DateTimeOffset.UtcNow.AddDays(-daysAgo - 2),
        DeliveredAt = status is OrderStatus.Delivered ? DateTimeOffset.UtcNow.AddDays(-daysAgo) : null,
        ExpectedDelivery = status is OrderStatus.Processing or OrderStatus.Shipped ? DateOnly.FromDateTime(DateTime.UtcNow.AddDays(2)) : null,
        Lines = [.. lines.Select(l => new OrderLine(new Sku(l.Sku), l.Title, 1, new Money(l.Price, "USD")))],
    };

    public Shopper AsShopper(string customer) => new(this, [("Authorization", "Bearer " + Issuer.Shopper(customer))]);

    public Shopper AsStorefrontFor(string customer) => new(this, [("x-storefront-key", Key), ("x-shopper-id", customer)]);

    public async Task<JsonArray> AuditAsync(string kind)
    {
        var answer = await SendAsync(HttpMethod.Get, $"api/audit/entries?kind={kind}&size=200", null, ("Authorization", "Bearer " + Issuer.Staff(StaffRoles.GovernanceAuditor)));
        return (await ReadAsync(answer))["items"]!.AsArray();
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string raw => new StringContent(raw, new MediaTypeHeaderValue("application/json")),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task StartAsync()
    {
        var builder = Program.CreateBuilder(["--contentRoot", _folder, "--port", "0", "--data", Path.Combine(_folder, "data"), .. _settings.SelectMany(s => new[] { "--" + s.Key, s.Value! })]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Oidc:Authority"] = Issuer.Authority });
        builder.UseFunctionsFrom(typeof(Functions.Chat.ChatTurn).Assembly);
        _change?.Invoke(builder.Services);
        _host = builder.Build();
        await _host.StartAsync();
        Client = new HttpClient { BaseAddress = Get<ILocalHostAddress>().BaseAddress };
    }

    private async Task StopAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }
}

/// <summary>Somebody who talks to the shop.</summary>
public sealed class Shopper(ChatHost host, (string Name, string Value)[] headers)
{
    public async Task<string> BeginAsync() => (string)(await ChatHost.ReadAsync(await SendAsync(HttpMethod.Post, "api/conversations"), HttpStatusCode.Created))["id"]!;

    public async Task<JsonObject> SayAsync(string conversation, string message, params (string Name, string Value)[] more) =>
        await ChatHost.ReadAsync(await PostAsync(conversation, new { message }, more));

    public Task<HttpResponseMessage> PostAsync(string conversation, object body, params (string Name, string Value)[] more) =>
        SendAsync(HttpMethod.Post, $"api/conversations/{conversation}/turns", body, more);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, object? body = null, params (string Name, string Value)[] more) => host.SendAsync(method, url, body, [.. headers, .. more]);

    public async Task<JsonObject> GetAsync(string url) => await ChatHost.ReadAsync(await SendAsync(HttpMethod.Get, url));
}

/// <summary>Tests that share one app; each uses customers of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ChatGroup : ICollectionFixture<ChatHost>
{
    public const string Name = "chat";
}
