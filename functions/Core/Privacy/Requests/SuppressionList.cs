using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// Keeps erased people from coming back: a later import and a restored backup are held against it. It holds keyed hashes of identifiers and nothing else (<see cref="SubjectHashes"/>).
/// </summary>
public sealed class SuppressionList(IDocumentStore documents, SubjectHashes hashes)
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
        var mark = new SuppressionMark(request, at);
        foreach (var identifier in identifiers)
        {
            if (Normalize(identifier.Kind, identifier.Value) is { } normal)
            {
                await documents.UpsertAsync(KeyOf(await hashes.OfIdentifierAsync(identifier.Kind, normal, cancellationToken)), mark, WriteCondition.IfAbsent, cancellationToken);
            }
        }

        await documents.UpsertAsync(KeyOf(await hashes.OfAsync(person, cancellationToken)), mark, WriteCondition.IfAbsent, cancellationToken);
    }

    /// <summary>Whether a person was erased.</summary>
    public async Task<bool> ContainsAsync(PersonId person, CancellationToken cancellationToken) =>
        await documents.GetAsync<SuppressionMark>(KeyOf(await hashes.OfAsync(person, cancellationToken)), cancellationToken) is not null;

    /// <summary>Whether an e-mail address or a telephone number is that of an erased person.</summary>
    public async Task<bool> ContainsAsync(string kind, string value, CancellationToken cancellationToken) =>
        Normalize(kind, value) is { } normal
        && await documents.GetAsync<SuppressionMark>(KeyOf(await hashes.OfIdentifierAsync(kind, normal, cancellationToken)), cancellationToken) is not null;

    private static DocumentKey KeyOf(string hash) => new(Container, hash, DocumentId);

    private static string? Normalize(string kind, string value) => kind switch
    {
        "email" => value.Trim().ToUpperInvariant(),
        "phone" => string.Concat(value.Where(char.IsAsciiDigit)) is { Length: >= 6 } digits ? digits : null,
        _ => null,
    };

    /// <summary>Every hash on it; for replaying it over a restored backup.</summary>
    public IAsyncEnumerable<string> HashesAsync(CancellationToken cancellationToken) => documents.PartitionsAsync(Container, null, cancellationToken);
}

/// <summary>Why a hash is on the suppression list.</summary>
/// <param name="Request">The request.</param>
/// <param name="At">When, UTC.</param>
internal sealed record SuppressionMark(Guid Request, DateTimeOffset At);
