using RetailServerless.Core.Models;

namespace RetailServerless.Core.Search;

/// <summary>The card of the model that orders the hits of a product search.</summary>
public static class LexicalRankerCard
{
    /// <summary>The card of <c>lexical-ranker@1</c>.</summary>
    public static ModelCard Card { get; } = new()
    {
        Name = "lexical-ranker",
        Version = 1,
        Kind = "lexical search",
        IntendedUse = "Orders the products of the shop's own catalog by how well their words match the words of a query. The same query over the same catalog gives everybody the same order.",
        OutOfScopeUse = "Ranking people; personalized ranking; deciding what a shopper may buy or at which price.",
        Data = "The catalog in effect: titles, brands, category paths, attributes, descriptions. Trained on nothing and reads no person's data. Weights were chosen on public relevance judgments (ESCI, Reddy et al. 2022).",
        Evaluation = "NDCG@10 on 150 judged ESCI queries over 6,764 products: 0.627; Lucene's default BM25 over title and description: 0.552. ./bench.sh search-quality prints both, for any judged set.",
        Limitations = "English word forms only. Knows no synonyms and no meaning: a product that uses other words is not found. A detailed title and description rank better than poor ones.",
        EthicalConsiderations = "Decides about products, not about people, and keeps no record of a person. Merchants who describe their goods in detail have an advantage.",
    };
}
