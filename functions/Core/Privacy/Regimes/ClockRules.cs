namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>In what a period is counted.</summary>
public enum PeriodUnit
{
    /// <summary>Every day counts. The day of receipt does not: one day after Monday is Tuesday.</summary>
    CalendarDays,

    /// <summary>Only days that are no rest day and no holiday of the regime's calendar count. The day of receipt does not.</summary>
    BusinessDays,

    /// <summary>From the day of receipt to the day with the same number, or to the last day of a month that lacks it (Reg. 1182/71 Art. 3(2)(c)).</summary>
    CalendarMonths,
}

/// <summary>What happens when a period ends on a day on which nobody works.</summary>
public enum PeriodEnd
{
    /// <summary>It ends there all the same.</summary>
    AsItFalls,

    /// <summary>It ends with the next working day (Reg. 1182/71 Art. 3(4)).</summary>
    NextWorkingDay,
}

/// <summary>Why the shop waits for the person.</summary>
public enum StopReason
{
    /// <summary>Information that shows who asks was requested.</summary>
    Identity,

    /// <summary>It was asked which data or processing is meant.</summary>
    Scope,

    /// <summary>A fee that the regime allows was asked for.</summary>
    Fee,
}

/// <summary>What waiting for the person does to the clock.</summary>
public enum StopEffect
{
    /// <summary>Nothing: the clock runs on.</summary>
    RunsOn,

    /// <summary>The days of waiting are not counted.</summary>
    NotCounted,

    /// <summary>The period begins when what was asked for has arrived.</summary>
    BeginsAnew,
}

/// <summary>A period from receipt.</summary>
/// <param name="Amount">How many units; from 1.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Sentence">What it says.</param>
/// <param name="End">What a weekend or holiday at its end does.</param>
/// <param name="EndCitation">Where that comes from; needed when the end moves.</param>
public sealed record PeriodRule(int Amount, PeriodUnit Unit, string Citation, string Sentence, PeriodEnd End = PeriodEnd.AsItFalls, string? EndCitation = null) : ICitedRule;

/// <summary>How the answer may be put off, once. Counted in the unit of the answer, as one period from receipt.</summary>
/// <param name="Amount">Units more, at most.</param>
/// <param name="MaximumTotal">Units from receipt that are never exceeded.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Sentence">What it says. The person must be told with the reason before the period of the answer ends.</param>
public sealed record ExtensionRule(int Amount, int MaximumTotal, string Citation, string Sentence) : ICitedRule;

/// <summary>What waiting does.</summary>
/// <param name="Effect">The effect.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Sentence">What it says.</param>
/// <param name="OnlyFor">The rights to which it applies; <see langword="null"/>: all.</param>
public sealed record StopRule(StopEffect Effect, string Citation, string Sentence, IReadOnlyList<PrivacyRight>? OnlyFor = null) : ICitedRule;

/// <summary>The periods of a kind of request.</summary>
public sealed record ClockRules
{
    /// <summary>By when receipt must be confirmed; <see langword="null"/> when the regime does not say.</summary>
    public PeriodRule? Acknowledgement { get; init; }

    /// <summary>By when it must be answered.</summary>
    public required PeriodRule Answer { get; init; }

    /// <summary>How that may be put off; <see langword="null"/>: never.</summary>
    public ExtensionRule? Extension { get; init; }

    /// <summary>What waiting for the person does. A reason that is missing lets the clock run on.</summary>
    public IReadOnlyDictionary<StopReason, StopRule> Stops { get; init; } = new Dictionary<StopReason, StopRule>();
}
