using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.People;
using RetailServerless.Core.Search;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Imports;

/// <summary>Everything an import needs, in memory: its steps are called as the orchestration calls them.</summary>
internal sealed class ImportBench : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    public ImportBench(IDocumentStore? documents = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(documents ?? Documents);
        services.AddSingleton<IObjectStore>(Objects);
        services.AddSingleton<IAuditLog>(Audit);
        services.AddSingleton<IProductIndex>(Index);
        services.AddSingleton<IConsentGate>(Gate);
        services.AddSingleton<IImportedConsents>(Consents);
        services.AddImports(new ImportOptions());
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(Now);

    public MemoryDocumentStore Documents { get; } = new();

    public MemoryObjectStore Objects { get; } = new();

    public RecordingAudit Audit { get; } = new();

    public RecordingIndex Index { get; } = new();

    public OpenGate Gate { get; } = new();

    public RecordingConsents Consents { get; } = new();

    public Caller Caller { get; set; } = new() { Kind = CallerKind.Storefront, Storefront = "main" };

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<ImportRecord> ReceiveAsync(ImportKind kind, Stream file, ImportParameters? parameters = null, string? key = null)
    {
        var received = await Get<ImportIntake>().ReceiveAsync(kind, parameters ?? new ImportParameters(), file, Caller, key, default);
        Assert.True(received.TryGet(out var import, out var failure), failure?.Detail);
        Time.Advance(TimeSpan.FromMilliseconds(5));
        return import;
    }

    public async Task<ImportRecord> RunAsync(string id)
    {
        var runner = Get<ImportRunner>();
        Assert.True(await runner.IsTurnAsync(id, default));
        if (await runner.ReadAsync(id, default))
        {
            await runner.ApplyAsync(id, default);
            await runner.ActivateAsync(id, default);
        }

        return await FindAsync(id);
    }

    public async Task<ImportRecord> FindAsync(string id) => (await Get<ImportStore>().FindAsync(id, default))!.Value;

    public async Task<ImportRecord> ImportAsync(ImportKind kind, Stream file, ImportParameters? parameters = null) => await RunAsync((await ReceiveAsync(kind, file, parameters)).Id);

    public Task<ImportRecord> ImportAsync(ImportKind kind, string text, ImportParameters? parameters = null) => ImportAsync(kind, Bytes(text), parameters);

    public async Task<ImportRecord> ImportFileAsync(ImportKind kind, string file, ImportParameters? parameters = null)
    {
        await using var stream = File.OpenRead(SharedData.PathOf(file));
        return await ImportAsync(kind, stream, parameters);
    }

    public ValueTask<Product?> ProductAsync(string sku) => Get<ICatalog>().FindAsync(new Sku(sku), default);

    public static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    public static ImportParameters Mapped(string mapping) => new() { Mapping = mapping };

    public static Grant GrantFor(PersonId person, Purpose purpose) => new(person, purpose, LegalBasis.Contract, "consent/default@1", null, Now);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Reads rows as a target would, with a stream that gives a few bytes at a time.</summary>
    public static async Task<List<(long Number, string? Error, Dictionary<string, string> Values)>> RowsAsync(string text, RowSchema schema, ImportFormat? format = null, ImportParameters? parameters = null)
    {
        var rows = new List<(long, string?, Dictionary<string, string>)>();
        var (stream, found) = await FileRows.OpenAsync(new TricklingStream(Encoding.UTF8.GetBytes(text)), format, default);
        await foreach (var row in FileRows.ReadAsync(stream, found, (parameters ?? new ImportParameters()).ResolverFor(schema), default))
        {
            var values = schema.Fields.Where(f => !row[f].IsMissing).ToDictionary(f => f.Name, f => row[f].ToString());
            foreach (var (name, value) in row.Extras)
            {
                values["extra:" + name] = value.ToString();
            }

            rows.Add((row.Number, row.Problem?.Reason, values));
        }

        return rows;
    }

    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(7, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(7, buffer.Length)], cancellationToken);
    }
}

/// <summary>Keeps audit entries, one for each id.</summary>
internal sealed class RecordingAudit : IAuditLog
{
    private readonly List<AuditEvent> _entries = [];

    public IReadOnlyList<AuditEvent> Entries => _entries;

    public string Text => JsonSerializer.Serialize(_entries, PlatformJson.Options);

    public Task<long> AppendAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        if (!_entries.Any(e => e.EntryId == auditEvent.EntryId))
        {
            _entries.Add(auditEvent);
        }

        return Task.FromResult((long)_entries.FindIndex(e => e.EntryId == auditEvent.EntryId));
    }
}

/// <summary>Keeps what an index was told.</summary>
internal sealed class RecordingIndex : IProductIndex
{
    public List<string> Activated { get; } = [];

    public List<Product> Built { get; } = [];

    public List<StockLevel> Levels { get; } = [];

    public Func<Task>? BeforeActivation { get; set; }

    public async Task<int> BuildAsync(CatalogVersion version, IAsyncEnumerable<Product> products, CancellationToken cancellationToken)
    {
        Built.Clear();
        await foreach (var product in products.WithCancellation(cancellationToken))
        {
            Built.Add(product);
        }

        return Built.Count;
    }

    public async Task ActivateAsync(CatalogVersion version, CancellationToken cancellationToken)
    {
        if (BeforeActivation is { } before)
        {
            await before();
        }

        Activated.Add(version.Value);
    }

    public Task UpdateStockAsync(IReadOnlyList<StockLevel> levels, CancellationToken cancellationToken)
    {
        Levels.AddRange(levels);
        return Task.CompletedTask;
    }
}

/// <summary>Grants what is allowed.</summary>
internal sealed class OpenGate : IConsentGate
{
    public Func<PersonId, Purpose, bool> Allows { get; set; } = (_, _) => true;

    public ValueTask<GateAnswer> AskAsync(PersonId person, ConsentScope scope, PrivacySignals signals, CancellationToken cancellationToken) => ValueTask.FromResult(
        Allows(person, scope.Purpose) ? new GateAnswer(ImportBench.GrantFor(person, scope.Purpose), null) : new GateAnswer(null, new Refusal(scope.Purpose, "no-consent", "consent/default@1")));
}

/// <summary>Keeps the consents that were taken over.</summary>
internal sealed class RecordingConsents : IImportedConsents
{
    public List<ImportedConsent> Applied { get; } = [];

    public Task ApplyAsync(IReadOnlyList<ImportedConsent> consents, string actorRole, CancellationToken cancellationToken)
    {
        Applied.AddRange(consents);
        return Task.CompletedTask;
    }
}
