using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports;

/// <summary>Keeps imports, the line in which those of one kind wait, and what was last applied.</summary>
public sealed class ImportStore(IDocumentStore documents)
{
    private const string Imports = "imports";
    private const string Line = "import-line";
    private const string Applied = "import-applied";
    private const string Keys = "import-keys";

    /// <summary>One import; <see langword="null"/> when there is none.</summary>
    public Task<StoredDocument<ImportRecord>?> FindAsync(string id, CancellationToken cancellationToken) =>
        documents.GetAsync<ImportRecord>(KeyOf(id), cancellationToken);

    /// <summary>Imports, newest first.</summary>
    public IAsyncEnumerable<StoredDocument<ImportRecord>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        documents.QueryAsync<ImportRecord>(Imports, Imports, new DocumentQuery(After: after, Limit: limit, Descending: true), cancellationToken);

    /// <summary>Adds an import at the end of the line of its kind.</summary>
    /// <returns>Whether it was added: of two requests with one idempotency key, one adds.</returns>
    public async Task<bool> TryAddAsync(ImportRecord import, CancellationToken cancellationToken)
    {
        await documents.UpsertAsync(PlaceOf(import), new LinePlace(import.Id), WriteCondition.Always, cancellationToken);
        return await documents.UpsertAsync(KeyOf(import.Id), import, WriteCondition.IfAbsent, cancellationToken) is not null;
    }

    /// <summary>Saves an import over the version that was read.</summary>
    /// <exception cref="InvalidOperationException">Another process has changed it meanwhile: this one must stop.</exception>
    public async Task<StoredDocument<ImportRecord>> SaveAsync(StoredDocument<ImportRecord> read, ImportRecord import, CancellationToken cancellationToken)
    {
        var etag = await documents.UpsertAsync(read.Key, import, WriteCondition.IfMatch(read.ETag), cancellationToken)
            ?? throw new InvalidOperationException("The import was changed by another process meanwhile; this one stops.");
        return new StoredDocument<ImportRecord>(read.Key, import, etag);
    }

    /// <summary>Who stands first in the line of a kind.</summary>
    public async Task<string?> FirstInLineAsync(ImportKind kind, CancellationToken cancellationToken)
    {
        await foreach (var place in documents.QueryAsync<LinePlace>(Line, NameOf(kind), new DocumentQuery(Limit: 1), cancellationToken))
        {
            return place.Value.Import;
        }

        return null;
    }

    /// <summary>Leaves the line.</summary>
    public Task LeaveLineAsync(ImportKind kind, string id, CancellationToken cancellationToken) =>
        documents.DeleteAsync(new DocumentKey(Line, NameOf(kind), id), null, cancellationToken);

    /// <summary>The import of a kind that was applied last, while nothing came after it.</summary>
    public async Task<LastApplied?> LastAppliedAsync(ImportKind kind, CancellationToken cancellationToken) =>
        (await documents.GetAsync<LastApplied>(AppliedKey(kind), cancellationToken))?.Value;

    /// <summary>Sets it, or forgets it while another import is being applied.</summary>
    public Task SetLastAppliedAsync(ImportKind kind, LastApplied? last, CancellationToken cancellationToken) => last is null
        ? documents.DeleteAsync(AppliedKey(kind), null, cancellationToken)
        : documents.UpsertAsync(AppliedKey(kind), last, WriteCondition.Always, cancellationToken);

    /// <summary>Binds an idempotency key of a caller to an import, unless it is bound already.</summary>
    /// <returns>What it is bound to.</returns>
    public async Task<BoundKey> BindKeyAsync(string caller, string key, BoundKey wanted, CancellationToken cancellationToken)
    {
        var at = new DocumentKey(Keys, caller, key);
        return await documents.UpsertAsync(at, wanted, WriteCondition.IfAbsent, cancellationToken) is not null
            ? wanted
            : (await documents.GetAsync<BoundKey>(at, cancellationToken))?.Value ?? wanted;
    }

    private static DocumentKey KeyOf(string id) => new(Imports, Imports, id);

    private static DocumentKey PlaceOf(ImportRecord import) => new(Line, NameOf(import.Kind), import.Id);

    private static DocumentKey AppliedKey(ImportKind kind) => new(Applied, Applied, NameOf(kind));

    private static string NameOf(ImportKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>A place in a line.</summary>
/// <param name="Import">Who stands there.</param>
public sealed record LinePlace(string Import);

/// <summary>The import of a kind that was applied last.</summary>
/// <param name="Import">Which.</param>
/// <param name="ContentKey">Its content and parameters.</param>
public sealed record LastApplied(string Import, string ContentKey);

/// <summary>What an idempotency key stands for.</summary>
/// <param name="Import">The import.</param>
/// <param name="ContentKey">Its kind, content and parameters.</param>
public sealed record BoundKey(string Import, string ContentKey);
