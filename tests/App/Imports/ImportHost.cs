using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Privacy;
using RetailServerless.Embedded.Audit;
using RetailServerless.Embedded.Privacy;
using RetailServerless.Embedded.Search;
using RetailServerless.Embedded.Storage;
using RetailServerless.Functions.Access;
using RetailServerless.Functions.Api;
using RetailServerless.Functions.Imports;
using RetailServerless.Functions.Personalization;
using RetailServerless.Functions.Policies;
using RetailServerless.Functions.Search;
using RetailServerless.Functions.Tests.Access;
using RetailServerless.LocalHost;

namespace RetailServerless.Functions.Tests.Imports;

/// <summary>Imports and events on a real host: HTTP, durable engine, access, SQLite and Lucene in a folder of their own.</summary>
public sealed class ImportHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retail-imports-").FullName;
    private IHost _host = null!;
    private TestIssuer _issuer = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>A header and its value that a storefront calls with.</summary>
    public (string Name, string Value) Storefront { get; private set; }

    public (string Name, string Value) Administrator => ("Authorization", "Bearer " + _issuer.Staff(StaffRoles.PlatformAdmin));

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "host.json"), """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""");
        _host = Build();
        await _host.StartAsync();
        Client = new HttpClient { BaseAddress = Get<ILocalHostAddress>().BaseAddress, Timeout = TimeSpan.FromMinutes(5) };
        Storefront = ("x-storefront-key", (await Get<StorefrontKeys>().CreateAsync("web", [.. StorefrontScopes.All], "system", default)).Value);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        await _issuer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string url, string body, string mediaType, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, url, new StringContent(body, new MediaTypeHeaderValue(mediaType)), headers.Length == 0 ? [Storefront] : headers);

    public async Task<JsonObject> GetAsync(string url) => await ReadAsync(await SendAsync(HttpMethod.Get, url, null, Storefront));

    /// <summary>Waits until the import that an answer points to has ended.</summary>
    public async Task<JsonObject> EndOfAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        while (true)
        {
            var import = await GetAsync(answer.Headers.Location!.ToString());
            if (import["state"]!.GetValue<string>() is "completed" or "failed")
            {
                return import;
            }

            await Task.Delay(50);
        }
    }

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();

    private IHost Build()
    {
        var data = Path.Combine(_folder, "data");
        var builder = FunctionsApplication.CreateBuilder(["--contentRoot", _folder, "--port", "0", "--data", data]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Oidc:Authority"] = _issuer.Authority });
        builder.ConfigureFunctionsWebApplication();
        builder.UseFunctionsFrom(typeof(ImportFunctions), typeof(ImportRun), typeof(EventFunctions), typeof(ProductFunctions));
        builder.UseWhen<AccessMiddleware>(AccessMiddleware.AppliesTo);
        builder.Services.AddEmbeddedStorage(data).AddEmbeddedPrivacy(data).AddEmbeddedAudit(data).AddEmbeddedSearch(data);
        builder.Services.AddPersonKeys().AddAudit().AddPolicies(Path.Combine(AppContext.BaseDirectory, "policies")).AddConsent();
        builder.Services.AddImports(builder.Configuration);
        builder.Services.AddApi().AddAccess(builder.Configuration);
        return builder.Build();
    }
}
