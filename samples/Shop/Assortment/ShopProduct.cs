namespace RetailServerless.Samples.Shop.Assortment;

/// <summary>A product of the sample shop, with what the simulation knows of it beyond the catalog.</summary>
internal sealed record ShopProduct
{
    /// <summary>Its place in the catalog, from 0.</summary>
    public required int Index { get; init; }

    public required string Sku { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required string Brand { get; init; }

    public required int Department { get; init; }

    public required Category Category { get; init; }

    public required IReadOnlyList<string> CategoryPath { get; init; }

    public required decimal Price { get; init; }

    public decimal? SalePrice { get; init; }

    public DateOnly? SaleFrom { get; init; }

    public DateOnly? SaleUntil { get; init; }

    public string? ItemGroupId { get; init; }

    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>First day of the simulation on which it is sold.</summary>
    public required int LaunchDay { get; init; }

    /// <summary>Mean units a day to customers without an account, before seasons and promotions.</summary>
    public required double BaseDemand { get; init; }

    /// <summary>True quality, 0 to 1; ratings and returns follow it.</summary>
    public required double Quality { get; init; }
}
