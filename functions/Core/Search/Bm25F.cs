namespace RetailServerless.Core.Search;

/// <summary>
/// BM25F: the term frequencies of the fields are normalized by each field's length, weighted and added, and saturate once, so that a word in the title and in the description is not counted
/// as two independent signs of relevance. Robertson, Zaragoza 2009, The Probabilistic Relevance Framework: BM25 and Beyond, section 3.6.
/// </summary>
/// <param name="K1">Where the term frequency saturates.</param>
/// <param name="Fields">Weight and length normalization of each field.</param>
public sealed record Bm25F(double K1, IReadOnlyList<Bm25FField> Fields)
{
    /// <summary>Inverse document frequency, never negative: <c>ln(1 + (N - n + 0.5) / (n + 0.5))</c>.</summary>
    /// <param name="documents">Documents in all, N.</param>
    /// <param name="matching">Documents with the term, n.</param>
    public static double Idf(long documents, long matching) => Math.Log(1 + ((documents - matching + 0.5) / (matching + 0.5)));

    /// <summary>What one occurrence in a field of this length adds to the term's weighted frequency.</summary>
    /// <param name="field">The field.</param>
    /// <param name="length">Its length in this document, in words.</param>
    /// <param name="averageLength">Its mean length over the documents that have it.</param>
    public static double Factor(Bm25FField field, int length, double averageLength) =>
        field.Weight / (1 - field.B + (field.B * length / Math.Max(averageLength, 1)));

    /// <summary>The share of the term's inverse document frequency that a weighted frequency earns, from 0 to <c>K1 + 1</c>.</summary>
    public double Saturate(double frequency) => frequency * (K1 + 1) / (frequency + K1);
}

/// <summary>One field of <see cref="Bm25F"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">How much more an occurrence counts here than in a field of weight 1.</param>
/// <param name="B">How far its length is normalized away, from 0 (not at all) to 1.</param>
public sealed record Bm25FField(string Name, double Weight, double B);
