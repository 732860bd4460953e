namespace RetailServerless.Samples.Shop.Assortment;

/// <summary>A department of the shop, as written in <c>assortment.yaml</c>.</summary>
internal sealed record Department
{
    public required string Name { get; init; }

    public required List<string> Brands { get; init; }

    public required List<Category> Categories { get; init; }
}

/// <summary>A category of a department and what its products are made of.</summary>
internal sealed record Category
{
    public required string Name { get; init; }

    public required List<string> Nouns { get; init; }

    public required List<string> Adjectives { get; init; }

    /// <summary>Median in USD and standard deviation of the logarithm.</summary>
    public required List<double> Price { get; init; }

    public required List<string> Features { get; init; }

    public List<string> Materials { get; init; } = [];

    /// <summary>Month of the yearly maximum of demand, 1 to 12.</summary>
    public int Peak { get; init; } = 12;

    /// <summary>Height of the yearly maximum above the mean, 0 to 1.</summary>
    public double Swing { get; init; }

    /// <summary><c>shoes</c> or <c>apparel</c> when products come in sizes.</summary>
    public string? Sizes { get; init; }

    public bool Colors { get; init; }

    public string? Audience { get; init; }

    public Dictionary<string, List<string>> Extra { get; init; } = [];
}
