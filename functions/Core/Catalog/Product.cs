namespace RetailServerless.Core.Catalog;

/// <summary>One sellable article of the catalog. Named after the Merchant Center product data specification.</summary>
public sealed record Product
{
    /// <summary>The shop's number of the article.</summary>
    public required Sku Sku { get; init; }

    /// <summary>Its name, 1 to 500 characters.</summary>
    public required string Title { get; init; }

    /// <summary>Its description, plain text; empty when there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its brand; <see langword="null"/> when unknown.</summary>
    public string? Brand { get; init; }

    /// <summary>From the department down to the narrowest category; empty when unknown.</summary>
    public IReadOnlyList<string> CategoryPath { get; init; } = [];

    /// <summary>The regular price; <see langword="null"/> when the shop's data has none. An article without a price is found but never offered at one.</summary>
    public Money? Price { get; init; }

    /// <summary>The reduced price, when there is one.</summary>
    public SalePrice? Sale { get; init; }

    /// <summary>Availability as the catalog gave it; stock imports replace it.</summary>
    public Availability Availability { get; init; }

    /// <summary>Units on hand; <see langword="null"/> when not counted.</summary>
    public int? StockLevel { get; init; }

    /// <summary>What the variants of one product share (<c>item_group_id</c>); <see langword="null"/> when there are none.</summary>
    public string? ItemGroupId { get; init; }

    /// <summary>Global trade item number; <see langword="null"/> when unknown.</summary>
    public string? Gtin { get; init; }

    /// <summary>Attributes by lower-case name (<c>color</c>, <c>size</c>, <c>material</c>, <c>gender</c>, <c>age_group</c>, and the shop's own).</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Addresses of images, the main one first.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Address of the product page; <see langword="null"/> when there is none.</summary>
    public string? Link { get; init; }

    /// <summary>The mean of the ratings, 1 to 5; <see langword="null"/> when there is none.</summary>
    public double? Rating { get; init; }

    /// <summary>How many ratings there are.</summary>
    public int RatingCount { get; init; }

    /// <summary>What is asked for it at this instant.</summary>
    public Money? PriceAt(DateTimeOffset instant) => Sale is { } sale && sale.IsActiveAt(instant) ? sale.Price : Price;
}
