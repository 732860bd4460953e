using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RetailServerless.LocalHost.Tests;

/// <summary>A real host on a free port, with folders of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly IHost _host;

    private readonly bool _keepFolder;

    private TestHost(IHost host, string folder, bool keepFolder)
    {
        _host = host;
        Folder = folder;
        _keepFolder = keepFolder;
    }

    public string Folder { get; }

    public IServiceProvider Services => _host.Services;

    public HttpClient Client { get; private set; } = null!;

    public static async Task<TestHost> StartAsync(Action<FunctionsApplicationBuilder>? configure, params Type[] classes)
    {
        using var folder = new TestFolder();
        var host = await StartInAsync(folder.Keep(), configure, classes);
        return host;
    }

    public static Task<TestHost> StartInAsync(string folder, Action<FunctionsApplicationBuilder>? configure, params Type[] classes) =>
        StartInAsync(folder, configure, keepFolder: false, classes);

    public static async Task<TestHost> StartInAsync(string folder, Action<FunctionsApplicationBuilder>? configure, bool keepFolder, params Type[] classes)
    {
        var host = new TestHost(CreateBuilder(folder, configure, classes).Build(), folder, keepFolder);
        await host._host.StartAsync();
        host.Client = new HttpClient { BaseAddress = host.Services.GetRequiredService<ILocalHostAddress>().BaseAddress };
        return host;
    }

    public static FunctionsApplicationBuilder CreateBuilder(string folder, Action<FunctionsApplicationBuilder>? configure, params Type[] classes)
    {
        var hostJson = Path.Combine(folder, "host.json");
        if (!File.Exists(hostJson))
        {
            File.WriteAllText(hostJson, """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""");
        }

        var builder = FunctionsApplication.CreateBuilder(["--contentRoot", folder, "--port", "0", "--data", Path.Combine(folder, "data")]);
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();
        builder.UseFunctionsFrom(classes);
        configure?.Invoke(builder);
        return builder;
    }

    /// <summary>What is wrong with an application of these classes.</summary>
    public static IReadOnlyList<string> ErrorsOf(string folder, Action<FunctionsApplicationBuilder>? configure, params Type[] classes) =>
        Assert.Throws<LocalHostStartException>(() => CreateBuilder(folder, configure, classes).Build()).Errors;

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        if (!_keepFolder)
        {
            TestFolder.Delete(Folder);
        }
    }
}
