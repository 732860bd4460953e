namespace RetailServerless.Samples.Shop;

/// <summary>How large the sample shop is. The same options give the same files, byte for byte.</summary>
internal sealed record ShopOptions
{
    public int Seed { get; init; } = 42;

    public int Products { get; init; } = 2_000;

    public int Shoppers { get; init; } = 5_000;

    /// <summary>Days that are simulated, up to <see cref="End"/>.</summary>
    public int Days { get; init; } = 730;

    /// <summary>The first day after the simulation: "today".</summary>
    public required DateOnly End { get; init; }

    public DateOnly Start => End.AddDays(-Days);

    /// <summary>The instant of a day of the simulation.</summary>
    public DateTimeOffset At(int day, TimeSpan time) => new(Start.AddDays(day).ToDateTime(TimeOnly.MinValue) + time, TimeSpan.Zero);
}
