namespace RetailServerless.Console.Consent;

/// <summary>How long a period is.</summary>
public enum ConsentPeriodLength
{
    /// <summary>A day, UTC.</summary>
    Day,

    /// <summary>A week from Monday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,
}

/// <summary>Decisions about consent over time.</summary>
public sealed record ConsentStatistics(DateOnly From, DateOnly To, ConsentPeriodLength By, IReadOnlyList<ConsentPeriod> Periods)
{
    /// <summary>The purposes, in order.</summary>
    public IReadOnlyList<string> Purposes => [.. Periods.SelectMany(p => p.Purposes).Select(p => p.Purpose).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether anything was decided at all.</summary>
    public bool IsEmpty => Periods.All(p => p.Purposes.All(c => c.Decisions == 0));

    /// <summary>All decisions about a purpose.</summary>
    public ConsentCounts TotalOf(string purpose) => Periods.Select(p => p.Of(purpose)).Aggregate(new ConsentCounts(purpose, 0, 0, 0, 0), (sum, c) => sum.Plus(c));
}

/// <summary>One period.</summary>
public sealed record ConsentPeriod(DateOnly Start, DateOnly End, IReadOnlyList<ConsentCounts> Purposes)
{
    /// <summary>What was decided about a purpose.</summary>
    public ConsentCounts Of(string purpose) => Purposes.FirstOrDefault(p => p.Purpose == purpose) ?? new ConsentCounts(purpose, 0, 0, 0, 0);
}

/// <summary>How often something was decided about one purpose. Opt-outs by signal are in none of the other numbers.</summary>
public sealed record ConsentCounts(string Purpose, int Granted, int Refused, int Revoked, int OptedOutBySignal)
{
    /// <summary>All of them.</summary>
    public int Decisions => Granted + Refused + Revoked + OptedOutBySignal;

    /// <summary>Of those who were asked and answered, how many agreed; <see langword="null"/> when nobody answered.</summary>
    public double? GrantRate => Granted + Refused == 0 ? null : (double)Granted / (Granted + Refused);

    /// <summary>How many took consent back for each one who gave it; <see langword="null"/> when nobody gave it.</summary>
    public double? RevocationRate => Granted == 0 ? null : (double)Revoked / Granted;

    /// <summary>Both together.</summary>
    public ConsentCounts Plus(ConsentCounts other) =>
        new(Purpose, Granted + other.Granted, Refused + other.Refused, Revoked + other.Revoked, OptedOutBySignal + other.OptedOutBySignal);
}
