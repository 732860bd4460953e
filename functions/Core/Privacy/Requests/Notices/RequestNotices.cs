using System.Globalization;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Requests.Notices;

/// <summary>
/// Tells people about their requests: what is to be told stands in the request, is handed over, and is marked as told. Done again after a crash it hands over the same message once more under the same name.
/// </summary>
public sealed class RequestNotices(
    RequestStore requests, RequestVerifications verifications, RequestSubjects subjects, PersonFacts facts, IPersonMessages messages, IPolicyStore policies, TimeProvider time)
{
    /// <summary>Tells everything that is to be told about a request.</summary>
    /// <returns>The request as it is now.</returns>
    public async Task<DataSubjectRequestDocument> TellAsync(Guid id, CancellationToken cancellationToken)
    {
        var request = await requests.LoadAsync(id, cancellationToken);
        foreach (var notice in request.Notices.Where(n => n.ToldAt is null && n.Channel is null))
        {
            var channel = await SendAsync(request, notice.Kind, cancellationToken);
            var now = time.GetUtcNow();
            request = await requests.ChangeAsync(id, r => r.Notices.Contains(notice) ? Mark(r, notice, channel, now) : null, cancellationToken);
        }

        return request;
    }

    /// <summary>Until when an erasure waits for its last message to be taken, UTC; <see langword="null"/> when there is nothing to wait for.</summary>
    public async Task<DateTimeOffset?> WaitUntilAsync(Guid id, CancellationToken cancellationToken)
    {
        var policy = (await policies.GetAsync<RequestPolicy>(RequestPolicy.Id, cancellationToken)).Value.Value;
        var request = await requests.LoadAsync(id, cancellationToken);
        return request.Notices.LastOrDefault(n => n.Kind == NoticeKind.ErasureBegins)?.ToldAt is { } told && told.AddMinutes(policy.NoticeMinutes) is var until
            && until > time.GetUtcNow() && await messages.IsWaitingAsync(id, cancellationToken)
            ? until
            : null;
    }

    /// <summary>Forgets what was not taken yet: addresses of somebody who is erased stay nowhere, not even on the way.</summary>
    public async Task ForgetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await messages.ForgetAsync(id, cancellationToken) is > 0 and var left)
        {
            var now = time.GetUtcNow();
            await requests.ChangeAsync(id, r => r.With(RequestEventKind.NotTold, now, "system", "not-taken", left), cancellationToken);
        }
    }

    private static DataSubjectRequestDocument Mark(DataSubjectRequestDocument request, RequestNotice notice, string channel, DateTimeOffset now)
    {
        var told = channel == "none" ? null : (DateTimeOffset?)now;
        var marked = request with { Notices = [.. request.Notices.Select(n => n == notice ? n with { ToldAt = told, Channel = channel } : n)] };
        return (notice.Kind, told) switch
        {
            (_, null) => marked.With(RequestEventKind.NotTold, now, "system", CodeOf(notice.Kind) + ":no-address"),
            (NoticeKind.Acknowledgement, _) => (marked with { AcknowledgedAt = now }).With(RequestEventKind.Acknowledged, now, "system", channel),
            _ => marked.With(RequestEventKind.PersonTold, now, "system", $"{CodeOf(notice.Kind)}:{channel}"),
        };
    }

    private static string CodeOf(NoticeKind kind) =>
        string.Concat(kind.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    private async Task<string> SendAsync(DataSubjectRequestDocument request, NoticeKind kind, CancellationToken cancellationToken)
    {
        if (await subjects.OpenAsync(request, cancellationToken) is { } subject && (await verifications.RegimeOfAsync(request, cancellationToken)).TryGet(out var regime, out _))
        {
            var until = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddMonths(regime.Policy.RecordKeeping.Months);
            var (title, text) = NoticeText.Of(kind, request, regime, until.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
            foreach (var channel in new[] { DataPoint.Email, DataPoint.Phone })
            {
                if (await facts.AddressAsync(subject.Person, channel, cancellationToken) is { } address)
                {
                    await messages.SendAsync(new PersonMessage(request.Id, kind, channel, address, title, text), cancellationToken);
                    return channel == DataPoint.Email ? "email" : "phone";
                }
            }
        }

        // Whoever made the request over HTTP has read its number and deadlines in the answer; nobody did for a row of a list.
        return kind == NoticeKind.Acknowledgement && request.Intake != RequestIntake.Bulk ? "in-answer" : "none";
    }
}
