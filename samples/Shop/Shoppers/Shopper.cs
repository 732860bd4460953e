namespace RetailServerless.Samples.Shop.Shoppers;

/// <summary>A simulated shopper: a number, groups, consent and a taste that is known because it was drawn.</summary>
internal sealed record Shopper
{
    public required int Index { get; init; }

    public required string Id { get; init; }

    public required string AgeBand { get; init; }

    public required string Gender { get; init; }

    public required string Region { get; init; }

    public required ShopperConsent Consent { get; init; }

    /// <summary>How much of the shopper's interest goes to each department; sums to 1.</summary>
    public required double[] Departments { get; init; }

    /// <summary>What a brand adds to the utility of a product, by brand.</summary>
    public required IReadOnlyDictionary<string, double> Brands { get; init; }

    /// <summary>The preferred place in a category's prices, 0 cheapest to 1 dearest.</summary>
    public required double PriceLevel { get; init; }

    /// <summary>Mean visits a year.</summary>
    public required double VisitsPerYear { get; init; }

    /// <summary>First day on which the shopper has an account.</summary>
    public required int JoinedDay { get; init; }
}

/// <summary>What the shopper has agreed to.</summary>
internal sealed record ShopperConsent(bool Personalization, bool Analytics, bool ModelTraining, bool Marketing);
