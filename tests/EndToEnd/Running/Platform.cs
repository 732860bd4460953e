using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace RetailServerless.EndToEnd.Running;

/// <summary>The platform as its users run it: functions and issuer as processes of their own, on a data folder of their own, reached over HTTP.</summary>
public sealed class Platform : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Dictionary<string, string> _settings;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 4096 }) { Timeout = TimeSpan.FromMinutes(2) };
    private ChildProcess? _functions;
    private ChildProcess? _another;
    private ChildProcess? _issuer;

    private Platform(Dictionary<string, string> settings)
    {
        _settings = settings;
        _folder = Directory.CreateTempSubdirectory("retail-").FullName;
        Data = Directory.CreateDirectory(Path.Combine(_folder, "platform")).FullName;
        Identity = Path.Combine(_folder, "identity");
        FunctionsPort = FreePort();
        IssuerPort = FreePort();
    }

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    /// <summary>The storefront key that it made.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Where the functions listen.</summary>
    public Uri Address => new($"http://127.0.0.1:{FunctionsPort}");

    /// <summary>Where people sign in.</summary>
    public Uri Issuer => new($"http://127.0.0.1:{IssuerPort}");

    private string Identity { get; }

    private string[] Arguments =>
    [
        "--port", $"{FunctionsPort}", "--data", Data, $"--Oidc:Authority=http://127.0.0.1:{IssuerPort}", .. _settings.Select(s => $"--{s.Key}={s.Value}"),
    ];

    private int FunctionsPort { get; }

    private int IssuerPort { get; }

    /// <summary>Starts it.</summary>
    /// <param name="settings">Settings beside the usual ones, as <c>Chat:Provider</c>.</param>
    public static async Task<Platform> StartAsync(params (string Name, string Value)[] settings)
    {
        var platform = new Platform(settings.ToDictionary(s => s.Name, s => s.Value));
        platform._issuer = ChildProcess.Start("samples/Identity", "RetailServerless.Samples.Identity.dll", "--port", $"{platform.IssuerPort}", "--data", platform.Identity, "--shoppers", "C1,C2");
        platform.Key = (await ChildProcess.RunAsync("functions/App", "RetailServerless.Functions.dll", "keys", "demo", "--data", platform.Data)).Trim();
        await platform.StartFunctionsAsync();
        await platform.AwaitAsync(new Uri($"http://127.0.0.1:{platform.IssuerPort}/.well-known/openid-configuration"), platform._issuer);
        return platform;
    }

    /// <summary>Starts the functions, and waits until they answer.</summary>
    public async Task StartFunctionsAsync()
    {
        _functions = ChildProcess.Start("functions/App", "RetailServerless.Functions.dll", Arguments);
        await AwaitAsync(new Uri(Address, "/healthz"), _functions);
    }

    /// <summary>Starts functions that must not come up, and waits until they have ended.</summary>
    /// <returns>Their exit code, <see langword="null"/> when they came up, and all that they wrote.</returns>
    public async Task<(int? Code, string Output)> StartInVainAsync()
    {
        using var functions = ChildProcess.Start("functions/App", "RetailServerless.Functions.dll", Arguments);
        var ended = functions.Process.WaitForExitAsync();
        for (var waited = 0; !ended.IsCompleted && waited < 240; waited++)
        {
            if (await IsUpAsync())
            {
                return (null, functions.Output);
            }

            await Task.WhenAny(ended, Task.Delay(500));
        }

        return (ended.IsCompleted ? functions.Process.ExitCode : null, functions.Output);
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Address, "/healthz"));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Starts a second process of the functions on the same data, and waits until it answers.</summary>
    /// <returns>Where it listens.</returns>
    public async Task<Uri> StartAnotherAsync()
    {
        var port = FreePort();
        string[] arguments =
        [
            "--port", $"{port}", "--data", Data, $"--Oidc:Authority=http://127.0.0.1:{IssuerPort}", .. _settings.Select(s => $"--{s.Key}={s.Value}"),
        ];
        _another = ChildProcess.Start("functions/App", "RetailServerless.Functions.dll", arguments);
        var address = new Uri($"http://127.0.0.1:{port}");
        await AwaitAsync(new Uri(address, "/healthz"), _another);
        return address;
    }

    /// <summary>Ends the functions as a power cut would: SIGKILL, no warning.</summary>
    public async Task KillFunctionsAsync()
    {
        _functions!.Process.Kill();
        await _functions.Process.WaitForExitAsync();
    }

    /// <summary>A request with the storefront key, for a shopper.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, string? customer = null, object? body = null)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path));
        request.Headers.Add("x-storefront-key", Key);
        if (customer is not null)
        {
            request.Headers.Add("x-shopper-id", customer);
        }

        request.Content = body is null ? null : JsonContent.Create(body);
        return request;
    }

    /// <summary>Sends.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) => _http.SendAsync(request, completion);

    /// <summary>Sends, and reads the JSON of a success.</summary>
    public async Task<JsonElement> JsonAsync(HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new HttpRequestException($"{request.Method} {request.RequestUri!.AbsolutePath} answered {(int)answer.StatusCode}: {text}", null, answer.StatusCode);
    }

    /// <summary>The token of a demo sign-in.</summary>
    public async Task<string> TokenAsync(string userName)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = "cli",
            ["username"] = userName,
            ["password"] = await PasswordOfAsync(userName),
        });
        using var answer = await _http.PostAsync(new Uri($"http://127.0.0.1:{IssuerPort}/connect/token"), form);
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return token.GetProperty("access_token").GetString()!;
    }

    /// <summary>The password of a demo sign-in.</summary>
    public async Task<string> PasswordOfAsync(string userName)
    {
        var accounts = JsonSerializer.Deserialize<List<JsonElement>>(await File.ReadAllTextAsync(Path.Combine(Identity, "demo-sign-ins.json")))!;
        return accounts.Find(a => a.GetProperty("userName").GetString() == userName).GetProperty("password").GetString()!;
    }

    /// <summary>A request with the token of a demo sign-in.</summary>
    public async Task<HttpRequestMessage> RequestAsync(string userName, HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(userName));
        return request;
    }

    /// <summary>Imports a file, and waits until the import has ended.</summary>
    public async Task<JsonElement> ImportAsync(string kindAndQuery, byte[] file, string contentType)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        var import = await JsonAsync(await RequestAsync("admin", HttpMethod.Post, $"/api/imports/{kindAndQuery}", content));
        while (import.GetProperty("state").GetString() is not ("completed" or "failed"))
        {
            await Task.Delay(50);
            import = await JsonAsync(await RequestAsync("admin", HttpMethod.Get, $"/api/imports/{import.GetProperty("id").GetString()}"));
        }

        return import;
    }

    /// <summary>All audit entries of a kind.</summary>
    public async Task<IReadOnlyList<JsonElement>> AuditAsync(string kind)
    {
        var entries = new List<JsonElement>();
        string? token = null;
        do
        {
            var page = await JsonAsync(await RequestAsync("auditor", HttpMethod.Get, $"/api/audit/entries?kind={kind}&size=100{(token is null ? "" : $"&continuationToken={token}")}"));
            entries.AddRange(page.GetProperty("items").EnumerateArray());
            token = page.TryGetProperty("continuationToken", out var next) ? next.GetString() : null;
        }
        while (token is not null);
        return entries;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _another?.Dispose();
        _functions?.Dispose();
        _issuer?.Dispose();
        _http.Dispose();
        await Task.Yield();
        Directory.Delete(_folder, recursive: true);
    }

    internal async Task AwaitAsync(Uri uri, ChildProcess process)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (process.Process.HasExited)
            {
                throw new InvalidOperationException($"The process ended with {process.Process.ExitCode}: {process.Output}");
            }

            try
            {
                using var answer = await _http.GetAsync(uri);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{uri} does not answer: {process.Output}");
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
