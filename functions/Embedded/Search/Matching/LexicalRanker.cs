using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search.Matching;

/// <summary>The weights of <c>lexical-ranker@1</c>.</summary>
internal static class LexicalRanker
{
    /// <summary>BM25F, fields in the order of <see cref="IndexFields.Text"/>.</summary>
    public static Bm25F Model { get; } = new(1.2,
    [
        new Bm25FField(IndexFields.Title, 4, 0.6),
        new Bm25FField(IndexFields.Brand, 2, 0.3),
        new Bm25FField(IndexFields.Category, 1.5, 0.5),
        new Bm25FField(IndexFields.Attributes, 1, 0.5),
        new Bm25FField(IndexFields.Description, 0.5, 0.75),
    ]);

    /// <summary>How many of a query's known words a product must have: all of one or two, all but one of three or four, and three quarters of more.</summary>
    public static int Required(int concepts) => concepts switch
    {
        <= 2 => concepts,
        <= 4 => concepts - 1,
        _ => (int)Math.Ceiling(concepts * 0.75),
    };

    /// <summary>What a product keeps of its score when it has only a part of what was asked.</summary>
    /// <param name="share">Share of the query's weight that it has, from 0 to 1.</param>
    public static float Coverage(float share) => share;
}
