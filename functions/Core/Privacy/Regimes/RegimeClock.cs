using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>Counts the periods of a regime. Pure: the same question has the same answer.</summary>
public sealed class RegimeClock(RegimePolicy policy, HolidayCalendar calendar)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(policy.TimeZone);

    /// <summary>
    /// The deadlines of a request: acknowledgement where the regime has one, the last moment to tell an extension while there is none, and the answer.
    /// Failures: <c>right-not-in-regime</c>, <c>clock-stop-invalid</c>, and those of an extension: <c>extension-not-allowed</c>, <c>extension-too-long</c>,
    /// <c>extension-too-late</c>, <c>extension-without-reason</c>, <c>extension-invalid</c>.
    /// </summary>
    public Result<IReadOnlyList<Deadline>> Deadlines(ClockQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (policy.ClockOf(question.Right) is not { } rules)
        {
            return ClockFailures.NoSuchRight(policy, question.Right);
        }

        if (question.Stops.Any(s => s.To < s.From))
        {
            return ClockFailures.StopEndsBeforeItBegins;
        }

        var zone = question.Zone ?? _zone;
        var received = LocalDays.DayOf(question.ReceivedAt, zone);
        var plain = Reckoning.Of(rules, rules.Answer, received, question, zone, calendar);
        var deadlines = new List<Deadline>();
        if (rules.Acknowledgement is { } acknowledgement)
        {
            deadlines.Add(Reckoning.WithoutStops(acknowledgement, received, zone, calendar).ToDeadline(DeadlineKind.Acknowledgement));
        }

        if (question.Extension is null)
        {
            if (rules.Extension is { } possible)
            {
                deadlines.Add(plain.ToDeadline(DeadlineKind.ExtensionNotice, possible));
            }

            deadlines.Add(plain.ToDeadline(DeadlineKind.Answer));
            return deadlines;
        }

        if (ClockFailures.OfExtension(rules, question, plain.DueInstant) is { } refused)
        {
            return refused;
        }

        var longer = rules.Answer with { Amount = rules.Answer.Amount + (question.Extension.Amount ?? rules.Extension!.Amount) };
        deadlines.Add(Reckoning.Of(rules, longer, received, question, zone, calendar).ToDeadline(DeadlineKind.Answer, rules.Extension, question.Extension));
        return deadlines;
    }

    /// <summary>When somebody is warned of deadlines, earliest first. A warning that would come before the receipt is left out.</summary>
    public IReadOnlyList<Escalation> Escalations(IReadOnlyList<Deadline> deadlines, DateTimeOffset receivedAt, TimeZoneInfo? zone = null)
    {
        ArgumentNullException.ThrowIfNull(deadlines);
        var days = zone ?? _zone;
        return
        [
            .. from deadline in deadlines
               from before in policy.WarnDaysBefore
               let at = LocalDays.BeginningOf(deadline.DueDate.AddDays(-before), days)
               where at >= receivedAt
               orderby at, deadline.Kind
               select new Escalation(deadline.Kind, before, at),
        ];
    }
}
