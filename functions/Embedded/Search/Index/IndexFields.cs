using Lucene.Net.Util;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>Names of what Lucene keeps of a product.</summary>
internal static class IndexFields
{
    /// <summary>The version of Lucene's behaviour that the index is written in.</summary>
    public const LuceneVersion Version = LuceneVersion.LUCENE_48;

    public const string Title = "title";
    public const string Brand = "brand";
    public const string Category = "category";
    public const string Attributes = "attributes";
    public const string Description = "description";

    public const string Sku = "sku";
    public const string BrandValue = "brandValue";
    public const string CategoryValue = "categoryValue";
    public const string AttributeValue = "attributeValue";
    public const string TitleOrder = "titleOrder";
    public const string Price = "price";
    public const string SalePrice = "salePrice";
    public const string SaleFrom = "saleFrom";
    public const string SaleUntil = "saleUntil";
    public const string Rating = "rating";
    public const string RatingCount = "ratingCount";
    public const string StoredAt = "storedAt";

    public const string Availability = "availability";
    public const string Quantity = "quantity";
    public const string StockAsOf = "stockAsOf";

    /// <summary>Between the parts of a value of several parts.</summary>
    public const char Separator = '\u001F';

    /// <summary>The fields that are searched for words, in the order of <see cref="Matching.LexicalRanker.Model"/>.</summary>
    public static IReadOnlyList<string> Text { get; } = [Title, Brand, Category, Attributes, Description];
}
