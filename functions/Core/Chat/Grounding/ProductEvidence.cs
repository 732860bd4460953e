using RetailServerless.Core.Catalog;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>What the catalog says about a product at this instant.</summary>
public sealed record ProductEvidence : Evidence
{
    private const int LongestDescription = 1200;

    /// <inheritdoc/>
    public override string Kind => "product";

    /// <inheritdoc/>
    public override string Reference => Sku;

    /// <summary>The shop's number of the article.</summary>
    public required string Sku { get; init; }

    /// <summary>Its name.</summary>
    public required string Title { get; init; }

    /// <summary>Its brand; <see langword="null"/> when unknown.</summary>
    public string? Brand { get; init; }

    /// <summary>Its category path, joined by <c>/</c>; empty when unknown.</summary>
    public string Category { get; init; } = "";

    /// <summary>The beginning of its description.</summary>
    public string Description { get; init; } = "";

    /// <summary>What is asked for it now; <see langword="null"/> when it has no price.</summary>
    public Money? Price { get; init; }

    /// <summary>The regular price, when less is asked now.</summary>
    public Money? RegularPrice { get; init; }

    /// <summary>Whether it can be had.</summary>
    public Availability Availability { get; init; }

    /// <summary>Units on hand; <see langword="null"/> when not counted.</summary>
    public int? StockLevel { get; init; }

    /// <summary>Its attributes.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The mean of its ratings; <see langword="null"/> when there is none.</summary>
    public double? Rating { get; init; }

    /// <summary>How many ratings there are.</summary>
    public int RatingCount { get; init; }

    /// <summary>Address of its page; <see langword="null"/> when there is none.</summary>
    public string? Link { get; init; }

    /// <summary>Address of its main image; <see langword="null"/> when there is none.</summary>
    public string? Image { get; init; }

    /// <summary>The evidence that a product is.</summary>
    public static ProductEvidence Of(Product product, int number, string catalogVersion, DateTimeOffset now)
    {
        var price = product.PriceAt(now);
        return new ProductEvidence
        {
            Number = number,
            Version = catalogVersion,
            Sku = product.Sku.Value,
            Title = product.Title,
            Brand = product.Brand,
            Category = string.Join('/', product.CategoryPath),
            Description = product.Description.Length <= LongestDescription ? product.Description : product.Description[..LongestDescription],
            Price = price,
            RegularPrice = price is { } asked && product.Price is { } regular && asked < regular ? regular : null,
            Availability = product.Availability,
            StockLevel = product.StockLevel,
            Attributes = product.Attributes,
            Rating = product.Rating,
            RatingCount = product.RatingCount,
            Link = product.Link,
            Image = product.Images.Count > 0 ? product.Images[0] : null,
        };
    }
}
