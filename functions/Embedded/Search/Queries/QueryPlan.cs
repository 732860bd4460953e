using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search.Queries;

/// <summary>What a query looks for.</summary>
/// <param name="Concepts">Its words, each with the spellings that satisfy it.</param>
/// <param name="Phrases">Runs of words that must stand together, from quotation marks.</param>
/// <param name="CorrectedQuery">The query with its spelling corrected; <see langword="null"/> when it was right.</param>
internal sealed record QueryPlan(IReadOnlyList<Concept> Concepts, IReadOnlyList<IReadOnlyList<PhraseTerm>> Phrases, string? CorrectedQuery)
{
    public static QueryPlan Browse { get; } = new([], [], null);

    /// <summary>Whether there is nothing to match words against.</summary>
    public bool IsBrowse => Concepts.Count == 0 && Phrases.Count == 0;

    /// <summary>How many concepts the catalog knows at all; only these can be asked of a product.</summary>
    public int KnownConcepts { get; } = Concepts.Count(concept => concept.IsKnown);
}

/// <summary>One word of a query.</summary>
/// <param name="Alternatives">Terms that satisfy it; the best one counts.</param>
internal sealed record Concept(IReadOnlyList<Alternative> Alternatives)
{
    public bool IsKnown { get; } = Alternatives.Any(alternative => alternative.Documents > 0);
}

/// <summary>A term that satisfies a concept.</summary>
/// <param name="Term">As indexed.</param>
/// <param name="Weight">1 for the word itself, less for what it may have meant.</param>
/// <param name="Entry">Where its postings are.</param>
internal sealed record Alternative(string Term, double Weight, TermEntry Entry)
{
    /// <summary>About how many documents have it.</summary>
    public int Documents => Entry.Documents;
}

/// <summary>A term at its place in a phrase.</summary>
/// <param name="Term">As indexed.</param>
/// <param name="Position">Its place.</param>
internal readonly record struct PhraseTerm(string Term, int Position);
