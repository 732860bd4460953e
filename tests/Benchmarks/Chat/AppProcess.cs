using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using RetailServerless.Functions.Api;

namespace RetailServerless.Benchmarks.Chat;

/// <summary>The functions app as a process of its own, in a data folder of its own, reached over loopback.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private readonly Process _process;

    private AppProcess(Process process, HttpClient client)
    {
        _process = process;
        Client = client;
    }

    public HttpClient Client { get; }

    /// <summary>Makes a storefront key in a data folder that no app uses yet.</summary>
    public static async Task<string> CreateKeyAsync(string folder)
    {
        using var process = Start(folder, [], "keys", "create", "bench", "--scopes", "chat,search,imports");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(w => w.StartsWith("sfk_", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("No key was made: " + output + await process.StandardError.ReadToEndAsync());
    }

    /// <summary>Starts the app and waits until it answers.</summary>
    public static async Task<AppProcess> StartAsync(string folder, string key, params (string Name, string Value)[] settings)
    {
        var port = FreePort();
        var process = Start(folder, settings, "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan };
        var client = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        client.DefaultRequestHeaders.Add("x-storefront-key", key);
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var health = await client.GetAsync("healthz");
                return new AppProcess(process, client);
            }
            catch (HttpRequestException) when (tries < 300 && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Imports a file and waits until it took effect.</summary>
    public async Task ImportAsync(string kind, string mediaType, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using var answer = await Client.PostAsync($"api/imports/{kind}", body);
        var import = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        while ((string?)import["state"] != "completed")
        {
            await Task.Delay(100);
            import = await Client.GetFromJsonAsync<JsonNode>($"api/imports/{import["id"]}") ?? throw new InvalidOperationException("The import is gone.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static Process Start(string folder, (string Name, string Value)[] settings, params string[] args)
    {
        var app = Path.ChangeExtension(typeof(HttpFunctions).Assembly.Location, ".dll");
        var start = new ProcessStartInfo("dotnet", [app, .. args, "--data", folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Storefronts__RequestsPerSecond"] = "100000";
        start.Environment["Storefronts__Burst"] = "100000";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
