namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>What must have happened by a deadline.</summary>
public enum DeadlineKind
{
    /// <summary>Receipt was confirmed to the person.</summary>
    Acknowledgement,

    /// <summary>The person was told that, and why, the answer takes longer; after it no extension is possible.</summary>
    ExtensionNotice,

    /// <summary>The request was answered or carried out.</summary>
    Answer,
}

/// <summary>A deadline with its reckoning.</summary>
/// <param name="Kind">What must have happened.</param>
/// <param name="DueDate">The last day, in the zone of the clock.</param>
/// <param name="DueInstant">When that day ends, UTC: the first instant of the next day in the zone. At this instant the deadline is missed.</param>
/// <param name="Citation">The rules it comes from.</param>
/// <param name="Explanation">The reckoning in sentences: first day, nominal last day, what was not counted, why it moved.</param>
public sealed record Deadline(DeadlineKind Kind, DateOnly DueDate, DateTimeOffset DueInstant, string Citation, string Explanation)
{
    /// <summary>The last day before a weekend or holiday moved it.</summary>
    public required DateOnly NominalDate { get; init; }

    /// <summary>How many days were not counted because the shop waited for the person.</summary>
    public int DaysNotCounted { get; init; }

    /// <summary>Whether the clock stands still now; then the date is the one if it went on today.</summary>
    public bool Stopped { get; init; }

    /// <summary>Whether it was put off.</summary>
    public bool Extended { get; init; }
}

/// <summary>A moment at which somebody is warned of a deadline.</summary>
/// <param name="Kind">Of which deadline.</param>
/// <param name="DaysBefore">How many days before its last day; 0 is the last day.</param>
/// <param name="At">The beginning of that day in the zone, UTC; not before the receipt.</param>
public sealed record Escalation(DeadlineKind Kind, int DaysBefore, DateTimeOffset At);

/// <summary>What a clock is asked.</summary>
/// <param name="Right">The right.</param>
/// <param name="ReceivedAt">When the request came.</param>
/// <param name="AsOf">Now; only a stop that is still open depends on it.</param>
public sealed record ClockQuestion(PrivacyRight Right, DateTimeOffset ReceivedAt, DateTimeOffset AsOf)
{
    /// <summary>The zone in which days are counted; <see langword="null"/>: the regime's.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>The extension that the person was told of; <see langword="null"/>: none.</summary>
    public ClockExtension? Extension { get; init; }

    /// <summary>When the shop waited for the person.</summary>
    public IReadOnlyList<ClockStop> Stops { get; init; } = [];
}

/// <summary>An extension.</summary>
/// <param name="ToldAt">When the person was told.</param>
/// <param name="Reason">The reason that was told: a code or a sentence, without personal data.</param>
/// <param name="Amount">Units of the answer's period; <see langword="null"/>: as many as the regime allows.</param>
public sealed record ClockExtension(DateTimeOffset ToldAt, string Reason, int? Amount = null);

/// <summary>A time of waiting for the person.</summary>
/// <param name="Reason">For what.</param>
/// <param name="From">When it was asked for.</param>
/// <param name="To">When it arrived; <see langword="null"/>: still waiting.</param>
public sealed record ClockStop(StopReason Reason, DateTimeOffset From, DateTimeOffset? To = null);
