using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>What an orchestration knows of a request: ids and codes.</summary>
/// <param name="Id">The request.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Right">What was asked for.</param>
/// <param name="WakeAt">When it must be looked at again, UTC; <see langword="null"/>: only when something happens.</param>
/// <param name="Stores">The stores that it is about.</param>
public sealed record RequestState(Guid Id, RequestStatus Status, PrivacyRight Right, DateTimeOffset? WakeAt, IReadOnlyList<string> Stores)
{
    /// <summary>The processors that have to be told.</summary>
    public IReadOnlyList<string> Processors { get; init; } = [];

    /// <summary>Whether every processor has answered, or its time is over.</summary>
    public bool ProcessorsAreOver { get; init; } = true;
}

/// <summary>The steps of a request that are the same for every right. Each can be done again at any instant.</summary>
public sealed class RequestProgress(
    RequestStore requests,
    RequestKeys keys,
    RequestSubjects subjects,
    LegalHolds holds,
    RequestNotices notices,
    RequestVerifications verifications,
    IObjectStore objects,
    IVerificationCodes codes,
    IPolicyStore policies,
    IEnumerable<IPersonalDataStore> stores,
    TimeProvider time)
{
    /// <summary>Confirms receipt to the person, with the deadlines.</summary>
    public async Task<RequestState> OpenAsync(Guid id, CancellationToken cancellationToken) => StateOf(await notices.TellAsync(id, cancellationToken));

    /// <summary>Looks at a request: does what is due, tells the person what is to be told, and says how far it is.</summary>
    public async Task<RequestState> LookAsync(Guid id, CancellationToken cancellationToken)
    {
        await requests.ChangeAsync(id, r => RequestClock.Ring(r, time.GetUtcNow()), cancellationToken);
        return StateOf(await notices.TellAsync(id, cancellationToken));
    }

    /// <summary>Reckons the deadlines of a request whose clock stands still anew: its last day moves on with every day.</summary>
    public async Task ReckonAsync(DataSubjectRequestDocument request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Status.IsClosed() || !request.Deadlines.Any(d => d.Stopped) || !(await verifications.RegimeOfAsync(request, cancellationToken)).TryGet(out var regime, out _))
        {
            return;
        }

        await requests.ChangeAsync(
            request.Id,
            r => !r.Status.IsClosed() && RequestClock.Reckon(r, regime, time.GetUtcNow()).TryGet(out var reckoned, out _) && !reckoned.Deadlines.SequenceEqual(r.Deadlines) ? reckoned : null,
            cancellationToken);
    }

    /// <summary>Every store was looked through.</summary>
    public async Task<RequestState> FinishGatheringAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = (await requests.ListProgressAsync(id, cancellationToken)).Sum(p => (long)p.Found);
        var now = time.GetUtcNow();
        await TakeHoldsOverAsync(id, now, cancellationToken);
        return StateOf(await requests.ChangeAsync(
            id,
            r => r.Status == RequestStatus.Gathering ? r.To(RequestStatus.AwaitingApproval).With(RequestEventKind.Gathered, now, "system", count: found) : null,
            cancellationToken));
    }

    /// <summary>What was asked is done here.</summary>
    public async Task<RequestState> FinishExecutingAsync(Guid id, CancellationToken cancellationToken)
    {
        var policy = (await policies.GetAsync<RequestPolicy>(RequestPolicy.Id, cancellationToken)).Value.Value;
        var until = time.GetUtcNow().AddDays(policy.ProcessorDays);
        return StateOf(await requests.ChangeAsync(
            id,
            r => r.Status != RequestStatus.Executing || r.Processors.All(p => p.IsOver) ? null : r.To(RequestStatus.AwaitingProcessors) with { ProcessorsUntil = until },
            cancellationToken));
    }

    /// <summary>Closes a request and forgets what is needed no more.</summary>
    public async Task<RequestState> CloseAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var closed = await requests.ChangeAsync(
            id,
            r => r.Status.CanBecome(RequestStatus.Completed)
                ? Told(r.To(RequestStatus.Completed) with { Outcome = OutcomeOf(r), ClosedAt = now }, now).With(RequestEventKind.Closed, now, "system")
                : null,
            cancellationToken);
        closed = await notices.TellAsync(closed.Id, cancellationToken);
        await ForgetAsync(closed, cancellationToken);
        return StateOf(closed);
    }

    /// <summary>Forgets what is needed no more of a closed request: exports, codes, and for a deletion without a hold who it concerned.</summary>
    public async Task ForgetAsync(DataSubjectRequestDocument closed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(closed);
        if (!closed.Status.IsClosed())
        {
            return;
        }

        await objects.DeletePrefixAsync(ExportPrefix(closed.Id), cancellationToken);
        await codes.ForgetAsync(closed.Id, cancellationToken);
        if (closed.Right == PrivacyRight.Deletion && closed.Status == RequestStatus.Completed && !closed.Holds.Any(h => h.Active))
        {
            await keys.DestroyAsync(closed.Id, cancellationToken);
            await requests.ChangeAsync(closed.Id, r => r.Sealed is null ? null : r with { Sealed = null }, cancellationToken);
        }
    }

    // A hold stands against the erasure of what it covers, by whichever request it was placed.
    private async Task TakeHoldsOverAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var request = await requests.LoadAsync(id, cancellationToken);
        if (request is not { Right: PrivacyRight.Deletion, Status: RequestStatus.Gathering } || await subjects.OpenAsync(request, cancellationToken) is not { } subject)
        {
            return;
        }

        await foreach (var hold in holds.OfAsync(subject.Person, cancellationToken))
        {
            var shown = new RequestHold(hold.Id, hold.Scope.Stores, hold.Rule, hold.Citation, hold.ReviewOn, hold.PlacedAt);
            await requests.ChangeAsync(
                id, r => r.Holds.Any(h => h.Id == hold.Id) ? null : (r with { Holds = [.. r.Holds, shown] }).With(RequestEventKind.HoldPlaced, now, "system", hold.Citation), cancellationToken);
        }
    }

    // Whoever was erased was told before: there is nobody to write to any more.
    private static DataSubjectRequestDocument Told(DataSubjectRequestDocument request, DateTimeOffset now) =>
        request.Right == PrivacyRight.Deletion ? request : request.Telling(request.Outcome == RequestEnding.Rejected ? NoticeKind.Refusal : NoticeKind.Done, now);

    internal static string ExportPrefix(Guid id) => $"privacy/exports/{id:N}/";

    private static RequestEnding OutcomeOf(DataSubjectRequestDocument request) =>
        request.Timeline.Any(line => line is { Kind: RequestEventKind.Applied, Code: not null }) ? RequestEnding.Rejected
        : request.Holds.Any(h => h.Active) ? RequestEnding.PartlyFulfilled : RequestEnding.Fulfilled;

    private RequestState StateOf(DataSubjectRequestDocument request) => new(
        request.Id, request.Status, request.Right, RequestClock.NextAlarm(request, time.GetUtcNow()), [.. stores.Select(s => s.Description.Name).Order(StringComparer.Ordinal)])
    {
        Processors = [.. request.Processors.Where(p => p.ToldAt is null).Select(p => p.Name)],
        ProcessorsAreOver = request.Processors.All(p => p.IsOver),
    };
}
