using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// Keeps erased people from coming back: a later import and a restored backup are held against it. It holds keyed hashes of identifiers and nothing else (<see cref="SubjectHashes"/>), here and in the
/// journal that is kept apart.
/// </summary>
public sealed class SuppressionList(IDocumentStore documents, ISuppressionJournal journal, SubjectHashes hashes)
{
    /// <summary>The container.</summary>
    public const string Container = "privacy-suppression";

    private const string DocumentId = "mark";

    /// <summary>Puts a person on it, with the addresses and numbers by which they could come back under another customer number. Idempotent.</summary>
    /// <param name="person">The person.</param>
    /// <param name="request">The request by which they were erased.</param>
    /// <param name="identifiers">Identifiers of theirs; only e-mail addresses and telephone numbers are taken.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task AddAsync(PersonId person, Guid request, IEnumerable<SweepIdentifier> identifiers, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var hasher = await hashes.HasherAsync(cancellationToken);
        var marks = identifiers
            .Select(i => Normalize(i.Kind, i.Value) is { } normal ? hasher.OfIdentifier(i.Kind, normal) : null).OfType<string>()
            .Append(hasher.Of(person)).Distinct(StringComparer.Ordinal)
            .Select(hash => new SuppressedHash(hash, request, at)).ToList();

        // The journal first: a restored backup must not be ahead of it.
        await journal.AppendAsync(marks, cancellationToken);
        foreach (var mark in marks)
        {
            await AddAsync(mark, cancellationToken);
        }
    }

    /// <summary>Puts a hash on it.</summary>
    public Task AddAsync(SuppressedHash mark, CancellationToken cancellationToken) =>
        documents.UpsertAsync(KeyOf(mark.Hash), mark, WriteCondition.IfAbsent, cancellationToken);

    /// <summary>Whether a person was erased.</summary>
    public async Task<bool> ContainsAsync(PersonId person, CancellationToken cancellationToken) =>
        await ContainsAsync((await hashes.HasherAsync(cancellationToken)).Of(person), cancellationToken);

    /// <summary>Whether a hash is on it.</summary>
    public async Task<bool> ContainsAsync(string hash, CancellationToken cancellationToken) =>
        await documents.GetAsync<SuppressedHash>(KeyOf(hash), cancellationToken) is not null;

    /// <summary>The list in memory.</summary>
    internal async Task<SuppressionSnapshot> SnapshotAsync(CancellationToken cancellationToken) => new(
        await documents.PartitionsAsync(Container, null, cancellationToken).ToHashSetAsync(StringComparer.Ordinal, cancellationToken), await hashes.HasherAsync(cancellationToken));

    internal static string? Normalize(string kind, string value) => kind switch
    {
        "email" => value.Trim().ToUpperInvariant(),
        "phone" => string.Concat(value.Where(char.IsAsciiDigit)) is { Length: >= 6 } digits ? digits : null,
        _ => null,
    };

    private static DocumentKey KeyOf(string hash) => new(Container, hash, DocumentId);
}
