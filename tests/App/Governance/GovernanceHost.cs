using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NSec.Cryptography;
using RetailServerless.Core.Access;
using RetailServerless.Core.Models;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Functions.Consent;
using RetailServerless.Functions.Tests.Access;
using RetailServerless.LocalHost;

namespace RetailServerless.Functions.Tests.Governance;

/// <summary>Consent, decisions, models and audit on a real host with real access and real stores in a folder of their own.</summary>
public sealed class GovernanceHost : IAsyncLifetime
{
    /// <summary>An agent whom the shop knows.</summary>
    public const string AgentName = "helper";

    private readonly Action<IServiceCollection>? _change;
    private readonly string _folder = Directory.CreateTempSubdirectory("retail-governance-").FullName;
    private IHost _host = null!;
    private string _key = string.Empty;

    public GovernanceHost()
    {
    }

    internal GovernanceHost(Action<IServiceCollection> change) => _change = change;

    /// <summary>With what the agent signs.</summary>
    internal static Key Agent { get; } = Key.Create(SignatureAlgorithm.Ed25519);

    internal TestIssuer Issuer { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public static ModelCard Card { get; } = new()
    {
        Name = "test-model",
        Version = 1,
        Kind = "rules",
        IntendedUse = "Tests.",
        OutOfScopeUse = "Anything else.",
        Data = "None.",
        Evaluation = "By hand.",
        Limitations = "Many.",
        EthicalConsiderations = "Decides nothing.",
    };

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "host.json"), """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""");
        _host = Build();
        await _host.StartAsync();
        Client = new HttpClient { BaseAddress = Get<ILocalHostAddress>().BaseAddress };
        _key = (await Get<StorefrontKeys>().CreateAsync("web", StorefrontScopes.Default, "system", default)).Value;
    }

    /// <summary>Ends the platform and starts it again on the same folder.</summary>
    public async Task RestartAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        _host = Build();
        await _host.StartAsync();
        Client = new HttpClient { BaseAddress = Get<ILocalHostAddress>().BaseAddress };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        await Issuer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public Task<HttpResponseMessage> AsShopperAsync(HttpMethod method, string url, string customer, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(method, url, body, [("Authorization", "Bearer " + Issuer.Shopper(customer)), .. headers]);

    public Task<HttpResponseMessage> AsStaffAsync(HttpMethod method, string url, string role, object? body = null) =>
        SendAsync(method, url, body, [("Authorization", "Bearer " + Issuer.Staff(role))]);

    public Task<HttpResponseMessage> AsStorefrontAsync(HttpMethod method, string url, string customer, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(method, url, body, [("x-storefront-key", _key), ("x-shopper-id", customer), .. headers]);

    public async Task<JsonArray> AuditAsync(string kind)
    {
        var answer = await AsStaffAsync(HttpMethod.Get, $"api/audit/entries?kind={kind}&order=newest&size=200", StaffRoles.GovernanceAuditor);
        return (await ReadAsync(answer))["items"]!.AsArray();
    }

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, object? body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Content = body switch
        {
            null => null,
            string raw => new StringContent(raw, new MediaTypeHeaderValue("application/json")),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        return await Client.SendAsync(request);
    }

    private IHost Build()
    {
        var builder = Program.CreateBuilder(["--contentRoot", _folder, "--port", "0", "--data", Path.Combine(_folder, "data"), "--Oidc:Authority", Issuer.Authority]);
        builder.Logging.ClearProviders();
        builder.UseFunctionsFrom(typeof(ConsentFunctions).Assembly);
        builder.Services.AddModelCard(Card);
        builder.Services.AddSingleton(new KnownAgent(AgentName, Agent.PublicKey.Export(KeyBlobFormat.RawPublicKey)));
        _change?.Invoke(builder.Services);
        return builder.Build();
    }
}
