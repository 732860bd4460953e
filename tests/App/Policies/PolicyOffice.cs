using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Access;
using RetailServerless.Functions.Policies;
using RetailServerless.Functions.Tests.Access;
using RetailServerless.LocalHost;

namespace RetailServerless.Functions.Tests.Policies;

/// <summary>Tests of policies over HTTP share one data folder with two hosts on it.</summary>
[CollectionDefinition(Name)]
public sealed class PolicyOfficeGroup : ICollectionFixture<PolicyOffice>
{
    public const string Name = "policies";
}

/// <summary>Two hosts on one data folder, and staff with tokens of their own.</summary>
public sealed class PolicyOffice : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retail-policies-").FullName;
    private readonly List<IHost> _hosts = [];
    private TestIssuer _issuer = null!;

    public HttpClient First { get; private set; } = null!;

    public HttpClient Second { get; private set; } = null!;

    public T Get<T>(int host)
        where T : notnull => _hosts[host].Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "host.json"), """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""");
        First = await StartAsync();
        Second = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        First.Dispose();
        Second.Dispose();
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }

        await _issuer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public Task<HttpResponseMessage> BoardAsync(string who, HttpMethod method, string url, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(First, who, StaffRoles.GovernanceBoard, method, url, body, headers);

    public async Task<HttpResponseMessage> SendAsync(
        HttpClient client, string who, string role, HttpMethod method, string url, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _issuer.Token(new() { ["sub"] = who, ["roles"] = new[] { role } }));
        request.Content = body switch
        {
            null => null,
            string yaml => new StringContent(yaml, new MediaTypeHeaderValue("application/yaml")),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        return await client.SendAsync(request);
    }

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, int status = 200)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task<HttpClient> StartAsync()
    {
        var builder = Program.CreateBuilder(["--contentRoot", _folder, "--port", "0", "--data", Path.Combine(_folder, "data"), "--Oidc:Authority", _issuer.Authority]);
        builder.Logging.ClearProviders();
        builder.UseFunctionsFrom(typeof(PolicyFunctions).Assembly);
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return new HttpClient { BaseAddress = host.Services.GetRequiredService<ILocalHostAddress>().BaseAddress };
    }
}
