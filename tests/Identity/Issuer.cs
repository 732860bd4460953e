using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace RetailServerless.Samples.Identity.Tests;

/// <summary>A running issuer over a folder of the test.</summary>
public sealed class Issuer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Issuer(WebApplication app, string address, DemoAccounts accounts)
    {
        _app = app;
        Accounts = accounts;
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };
    }

    public HttpClient Http { get; }

    internal DemoAccounts Accounts { get; }

    public static async Task<Issuer> StartAsync(string folder)
    {
        Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Development");
        var settings = new IdentitySettings(FreePort(), folder, ["C00001", "C00002"]);
        var app = IdentityCommand.Build(settings);
        await app.StartAsync();
        return new Issuer(app, settings.Issuer, (DemoAccounts)app.Services.GetService(typeof(DemoAccounts))!);
    }

    public string PasswordOf(string userName) => Accounts.All.Single(account => account.UserName == userName).Password;

    public async Task<(HttpStatusCode Status, JsonElement Json)> TokenAsync(params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await Http.PostAsync("/connect/token", content);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
