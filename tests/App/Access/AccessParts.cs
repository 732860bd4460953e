using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage.Documents;
using RetailServerless.Functions.Access;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Tests.Access;

/// <summary>The real parts of access over a real document store, with a clock to turn and a log to look into.</summary>
internal sealed class AccessParts : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retail-access-").FullName;
    private readonly ServiceProvider _services;

    public AccessParts(string? authority = null, IDocumentStore? documents = null, Dictionary<string, string?>? settings = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Oidc:Authority"] = authority ?? "http://127.0.0.1:9" })
            .AddInMemoryCollection(settings ?? [])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Production" });
        services.AddSingleton(documents ?? new SqliteDocumentStore(Path.Combine(_folder, "documents.db"), Time));
        services.AddSingleton<IKeyVault, TestVault>();
        services.AddSingleton<IAuditLog>(Audit);
        services.AddSingleton(new HttpFunctions(RouteTable.Lines.Keys.Select(Probe)));
        services.AddAccess(configuration);
        services.AddSingleton<AccessMiddleware>();
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public RecordingAuditLog Audit { get; } = new();

    public StorefrontKeys Keys => Get<StorefrontKeys>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The keys as another process over the same store sees them.</summary>
    public StorefrontKeys OtherProcess() => new(Get<IDocumentStore>(), Audit, new StorefrontKeyRing(Get<IDocumentStore>(), Time), Time);

    public async Task<string> KeyAsync(string name = "main", params string[] scopes) =>
        (await Keys.CreateAsync(name, scopes.Length == 0 ? StorefrontScopes.Default : scopes, "system", default)).Value;

    /// <summary>Sends a request through the middleware.</summary>
    /// <param name="route">Method and template, which is also the name of the probe function.</param>
    /// <param name="arrange">Adds headers and route values.</param>
    /// <returns>The request afterwards; its status is 299 when it came through.</returns>
    public async Task<HttpContext> CallAsync(string route, Action<HttpContext>? arrange = null)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() }, Request = { Method = route.Split(' ')[0] } };
        arrange?.Invoke(http);
        await Get<AccessMiddleware>().Invoke(new TestFunctionContext(route, http), context =>
        {
            http.Response.StatusCode = 299;
            return Task.CompletedTask;
        });
        return http;
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static HttpFunction Probe(string route) =>
        new(route, [route.Split(' ')[0]], route.Split(' ')[1], typeof(AccessParts).GetMethod(nameof(CallAsync))!);
}

internal sealed class RecordingAuditLog : IAuditLog
{
    public ConcurrentQueue<AuditEvent> Events { get; } = new();

    public bool Broken { get; set; }

    public Task<long> AppendAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        if (Broken)
        {
            throw new IOException("The disk is full.");
        }

        Events.Enqueue(auditEvent);
        return Task.FromResult((long)Events.Count);
    }
}

/// <summary>AES-GCM under a key of the test.</summary>
internal sealed class TestVault : IKeyVault
{
    private static readonly byte[] Master = RandomNumberGenerator.GetBytes(32);

    public ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        using var aes = new AesGcm(Master, 16);
        var wrapped = new byte[12 + dataKey.Length + 16];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, 12));
        aes.Encrypt(wrapped.AsSpan(0, 12), dataKey.Span, wrapped.AsSpan(12, dataKey.Length), wrapped.AsSpan(12 + dataKey.Length));
        return ValueTask.FromResult(new WrappedKey("1", wrapped));
    }

    public ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, CancellationToken cancellationToken)
    {
        using var aes = new AesGcm(Master, 16);
        var plain = new byte[wrapped.Value.Length - 28];
        aes.Decrypt(wrapped.Value.AsSpan(0, 12), wrapped.Value.AsSpan(12, plain.Length), wrapped.Value.AsSpan(12 + plain.Length), plain);
        return ValueTask.FromResult(plain);
    }
}
