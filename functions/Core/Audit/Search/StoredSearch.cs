namespace RetailServerless.Core.Audit.Search;

/// <summary>Which entries a store looks for: those that everything here holds for.</summary>
public sealed record StoredSearch
{
    /// <summary>Every one of these must be among the terms of the leaf.</summary>
    public IReadOnlyList<AuditTerm> Terms { get; init; } = [];

    /// <summary>None of these may be among them.</summary>
    public IReadOnlyList<AuditTerm> Without { get; init; } = [];

    /// <summary>Only entries whose body is still there.</summary>
    public bool WithBody { get; init; }

    /// <summary>The person's partition; only entries whose body is still there are found by it.</summary>
    public string? Partition { get; init; }

    /// <summary>The mark of a decision (<see cref="AuditMarks"/>), of which the same is true.</summary>
    public byte[]? Decision { get; init; }

    /// <summary>The mark of who acted (<see cref="AuditMarks"/>), of which the same is true.</summary>
    public byte[]? Actor { get; init; }

    /// <summary>The first minute that counts, since 1970, UTC.</summary>
    public long? SinceMinute { get; init; }

    /// <summary>The first minute that does not count any more.</summary>
    public long? BeforeMinute { get; init; }

    /// <summary>The first index to look at in the order asked; <see langword="null"/>: the first of all.</summary>
    public long? From { get; init; }

    /// <summary>At most so many entries. Fewer are given only when there are no more.</summary>
    public required int Limit { get; init; }

    /// <summary>Newest first; else oldest first.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Whether a leaf has the terms and the time.</summary>
    public bool Matches(LeafFacets leaf) =>
        Terms.All(leaf.Terms.Contains)
        && !Without.Any(leaf.Terms.Contains)
        && (SinceMinute is null || leaf.Minute >= SinceMinute)
        && (BeforeMinute is null || leaf.Minute < BeforeMinute);
}
