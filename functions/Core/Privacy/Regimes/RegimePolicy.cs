using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>Where a regime applies, by the residence that a person states.</summary>
public sealed record RegimeTerritory
{
    /// <summary>ISO 3166-1 alpha-2 codes.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>ISO 3166-2 codes, as <c>US-CA</c>; they count before countries.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Whether it applies where no other regime does, and when no residence is stated.</summary>
    public bool EverywhereElse { get; init; }
}

/// <summary>How long the record of a request is kept.</summary>
/// <param name="Months">Calendar months after it was closed.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Sentence">What it says.</param>
public sealed record RecordKeepingRule(int Months, string Citation, string Sentence) : ICitedRule
{
    /// <summary>The first day on which the record of a request that was closed on a day may be deleted: the months are full on the day before.</summary>
    public DateOnly DeleteFrom(DateOnly closed) => closed.AddMonths(Months).AddDays(1);
}

/// <summary>How far back access goes.</summary>
/// <param name="From">Data collected from this day on are given.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Sentence">What it says.</param>
public sealed record LookBackRule(DateOnly From, string Citation, string Sentence) : ICitedRule;

/// <summary>Which numbers are published every year, and by whom.</summary>
/// <param name="ConsumersPerYear">From how many people in a calendar year a shop must.</param>
/// <param name="PublishByMonth">Month of the next year.</param>
/// <param name="PublishByDay">Day of that month.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Sentence">What it says.</param>
public sealed record MetricsRule(int ConsumersPerYear, int PublishByMonth, int PublishByDay, string Citation, string Sentence) : ICitedRule;

/// <summary>A law on a person's rights over their data, as policy: <c>policies/privacy/*.yaml</c>. Every rule has its citation and a plain sentence, and both are shown.</summary>
public sealed record RegimePolicy : IValidatedPolicy
{
    /// <summary>The folder of regimes in the policy store; a regime is a file directly in it.</summary>
    public const string Folder = "privacy";

    /// <summary>Its name, as people say it.</summary>
    public required string Name { get; init; }

    /// <summary>The law, as it is cited in full.</summary>
    public required string Law { get; init; }

    /// <summary>Where it applies.</summary>
    public required RegimeTerritory AppliesTo { get; init; }

    /// <summary>The IANA time zone in which days begin and end: that of the shop's establishment.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The name of its calendar, a file of <c>policies/privacy/calendars</c>.</summary>
    public required string Calendar { get; init; }

    /// <summary>How many days before a deadline somebody is warned, each once; 0 is the day itself.</summary>
    public required IReadOnlyList<int> WarnDaysBefore { get; init; }

    /// <summary>Clocks, by the names that the rights use.</summary>
    public required IReadOnlyDictionary<string, ClockRules> Clocks { get; init; }

    /// <summary>Every right, also those that the regime does not know.</summary>
    public required IReadOnlyDictionary<PrivacyRight, RightRules> Rights { get; init; }

    /// <summary>How a shop finds out who asks.</summary>
    public required VerificationPolicy Verification { get; init; }

    /// <summary>Who may ask for another person, and with what.</summary>
    public required AgentRules Agents { get; init; }

    /// <summary>How long the record of a request is kept.</summary>
    public required RecordKeepingRule RecordKeeping { get; init; }

    /// <summary>How far back access goes; <see langword="null"/>: everything that is held.</summary>
    public LookBackRule? AccessLookBack { get; init; }

    /// <summary>Yearly numbers; <see langword="null"/>: the regime asks for none.</summary>
    public MetricsRule? Metrics { get; init; }

    /// <summary>What may be charged, and when.</summary>
    public required IReadOnlyList<LawRule> Fees { get; init; }

    /// <summary>What a person must be told when a request is refused, wholly or in part.</summary>
    public required IReadOnlyList<LawRule> RefusalHolds { get; init; }

    /// <summary>The rules of a right; one that the regime does not know has no clock.</summary>
    public RightRules Right(PrivacyRight right) => Rights[right];

    /// <summary>The clock of a right; <see langword="null"/> when the regime does not know the right.</summary>
    public ClockRules? ClockOf(PrivacyRight right) => Right(right).Clock is { } name ? Clocks[name] : null;

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate() => RegimePolicyChecks.Find(this);
}
