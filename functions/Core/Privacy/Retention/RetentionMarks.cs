using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>Keeps the marks, and finds out where people live.</summary>
internal sealed class RetentionMarks(IDocumentStore documents)
{
    private const int MostTries = 20;

    /// <summary>The mark of a person.</summary>
    public Task<StoredDocument<RetentionMark>?> FindAsync(PersonId person, CancellationToken cancellationToken) =>
        documents.GetAsync<RetentionMark>(KeyOf(person), cancellationToken);

    /// <summary>Adds to the mark of a person. Idempotent.</summary>
    public async Task AddAsync(PersonId person, RetentionMark mark, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await FindAsync(person, cancellationToken);
            var together = (stored?.Value ?? new RetentionMark()).And(mark);
            if (together == stored?.Value
                || await documents.UpsertAsync(KeyOf(person), together, stored is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(stored.ETag), cancellationToken) is not null)
            {
                return;
            }
        }

        throw new TimeoutException("The mark changes again and again.");
    }

    /// <summary>The profile of a person; <see langword="null"/> when there is none.</summary>
    public async Task<Customer?> ProfileAsync(PersonId person, CancellationToken cancellationToken) =>
        (await documents.GetAsync<Customer>(new DocumentKey(Customer.Container, person.Value, Customer.DocumentId), cancellationToken))?.Value;

    /// <summary>Where a person lives, as far as it is known.</summary>
    public async Task<Residence> ResidenceAsync(PersonId person, CancellationToken cancellationToken)
    {
        if (await ProfileAsync(person, cancellationToken) is { } profile)
        {
            return ResidenceOf(profile.Country, profile.Region);
        }

        var mark = (await FindAsync(person, cancellationToken))?.Value;
        return ResidenceOf(mark?.Country, mark?.Region);
    }

    /// <summary>Codes of ISO 3166 are understood; anything else is not known, and nothing is guessed.</summary>
    internal static Residence ResidenceOf(string? country, string? region)
    {
        var land = country?.Trim().ToUpperInvariant() is { Length: 2 } code && code.All(char.IsAsciiLetterUpper) ? code : null;
        var part = region?.Trim().ToUpperInvariant();
        return part?.Split('-') switch
        {
            [{ Length: 2 } whole, { Length: >= 1 and <= 3 }] when land is null || land == whole => new Residence(land ?? whole, part),
            [{ Length: >= 1 and <= 3 }] when land is not null => new Residence(land, $"{land}-{part}"),
            _ => new Residence(land),
        };
    }

    private static DocumentKey KeyOf(PersonId person) => new(RetentionMark.Container, person.Value, RetentionMark.DocumentId);
}
