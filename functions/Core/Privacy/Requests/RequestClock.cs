using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>The clock of one request, from the regime's.</summary>
internal static class RequestClock
{
    /// <summary>The request with its deadlines reckoned anew, and the warnings that are still to come.</summary>
    public static Result<DataSubjectRequestDocument> Reckon(DataSubjectRequestDocument request, Regime regime, DateTimeOffset now)
    {
        var question = new ClockQuestion(request.Right, request.ReceivedAt, now) { Extension = request.Extension, Stops = request.Stops };
        if (!regime.Clock.Deadlines(question).TryGet(out var deadlines, out var failure))
        {
            return failure;
        }

        return request with
        {
            Deadlines = deadlines,
            Warnings = [.. regime.Clock.Escalations([.. deadlines.Where(d => !d.Stopped)], request.ReceivedAt).Where(w => w.At > now)],
        };
    }

    /// <summary>When the request must be looked at again: the next warning, the end of the verification, or a deadline.</summary>
    public static DateTimeOffset? NextAlarm(DataSubjectRequestDocument request, DateTimeOffset now)
    {
        if (request.Status.IsClosed())
        {
            return null;
        }

        var alarms = request.Warnings.Select(w => w.At).Concat(request.Deadlines.Where(d => !d.Stopped).Select(d => d.DueInstant).Where(at => at > now));
        if (request.Status == RequestStatus.Verifying && request.Verification.ExpiresAt is { } expiry)
        {
            alarms = alarms.Append(expiry);
        }

        if (request.Status == RequestStatus.AwaitingProcessors && request.ProcessorsUntil is { } until)
        {
            alarms = alarms.Append(until);
        }

        return alarms.Select(at => (DateTimeOffset?)at).Min();
    }

    /// <summary>Does what is due: warnings, missed deadlines, the end of the verification. <see langword="null"/>: nothing is due.</summary>
    public static DataSubjectRequestDocument? Ring(DataSubjectRequestDocument request, DateTimeOffset now)
    {
        if (request.Status.IsClosed())
        {
            return null;
        }

        var rung = request with { Warnings = [.. request.Warnings.Where(w => w.At > now)] };
        foreach (var warning in request.Warnings.Where(w => w.At <= now && !(w.Kind == DeadlineKind.Acknowledgement && request.AcknowledgedAt is not null)))
        {
            rung = rung.With(RequestEventKind.Escalated, now, "system", CodeOf(warning.Kind), warning.DaysBefore);
        }

        foreach (var deadline in request.Deadlines.Where(d => !d.Stopped && d.DueInstant <= now && IsMissed(request, d)))
        {
            rung = rung.With(RequestEventKind.DeadlineMissed, now, "system", CodeOf(deadline.Kind));
        }

        if (request.Status == RequestStatus.Verifying && request.Verification.ExpiresAt <= now)
        {
            rung = Expire(rung, now, "time");
        }

        if (request.Status == RequestStatus.AwaitingProcessors && request.ProcessorsUntil <= now && !request.Processors.All(p => p.IsOver))
        {
            rung = (rung with { Processors = [.. rung.Processors.Select(p => p.IsOver ? p : p with { Status = "expired" })] })
                .With(RequestEventKind.Escalated, now, "system", "processors", request.Processors.Count(p => !p.IsOver));
        }

        return rung.Warnings.Count == request.Warnings.Count && rung.Timeline.Count == request.Timeline.Count ? null : rung;
    }

    /// <summary>Closes a request whose proof was not given.</summary>
    public static DataSubjectRequestDocument Expire(DataSubjectRequestDocument request, DateTimeOffset now, string code) =>
        (request.To(RequestStatus.Expired) with { Outcome = RequestEnding.NotVerified, ClosedAt = now }).Telling(Notices.NoticeKind.NotVerified, now)
        .With(RequestEventKind.VerificationExpired, now, "system", code);

    private static bool IsMissed(DataSubjectRequestDocument request, Deadline deadline) =>
        deadline.Kind switch
        {
            DeadlineKind.Acknowledgement => request.AcknowledgedAt is null,
            DeadlineKind.ExtensionNotice => false,
            DeadlineKind.Answer => true,
            _ => throw new ArgumentOutOfRangeException(nameof(deadline), deadline.Kind, null),
        }
        && !request.Timeline.Any(line => line.Kind == RequestEventKind.DeadlineMissed && line.Code == CodeOf(deadline.Kind));

    private static string CodeOf(DeadlineKind kind) => kind switch
    {
        DeadlineKind.Acknowledgement => "acknowledgement",
        DeadlineKind.ExtensionNotice => "extension-notice",
        DeadlineKind.Answer => "answer",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
