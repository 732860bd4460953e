using RetailServerless.Core.Audit;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests.Notices;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// A request of a person about their data, with its whole timeline. Partition: the request, so that the record outlives the erasure of the person (11 CCR 7101: 24 months). It names nobody:
/// who it concerns is sealed under the request's own key (<see cref="RequestKeys"/>), which is destroyed when a deletion closes, and <see cref="SubjectHash"/> leads to nobody without the shop's key.
/// </summary>
[PersonalData(Container = Container)]
public sealed record DataSubjectRequestDocument
{
    /// <summary>The container.</summary>
    public const string Container = "privacy-requests";

    /// <summary>The document of a partition that holds the request itself; beside it are its stores and certificates.</summary>
    public const string DocumentId = "request";

    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>What was asked for, as the regime handles it.</summary>
    public required PrivacyRight Right { get; init; }

    /// <summary>What the person named, where the regime handles it as another right.</summary>
    public PrivacyRight? AskedAs { get; init; }

    /// <summary>How much an access request asks for.</summary>
    public RequestDetail Detail { get; init; } = RequestDetail.SpecificPieces;

    /// <summary>The regime, as <c>privacy/gdpr@1</c>.</summary>
    public required string Regime { get; init; }

    /// <summary>Who brought it.</summary>
    public required RequestIntake Intake { get; init; }

    /// <summary>The agent who brought it; <see langword="null"/> otherwise.</summary>
    public string? Agent { get; init; }

    /// <summary>Stands for the person: an HMAC under a key derived from the shop's.</summary>
    public required string SubjectHash { get; init; }

    /// <summary>What was asked in particular, sealed under the request's key; <see langword="null"/> once that is destroyed or when there is nothing.</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>How far it is.</summary>
    public required RequestStatus Status { get; init; }

    /// <summary>What came of it; <see langword="null"/> while it is open.</summary>
    public RequestEnding? Outcome { get; init; }

    /// <summary>When it came, UTC: every clock counts from here.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When receipt was confirmed, UTC.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When it was closed, UTC.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The deadlines, each with the rule it comes from.</summary>
    public IReadOnlyList<Deadline> Deadlines { get; init; } = [];

    /// <summary>Warnings that are still to come, soonest first.</summary>
    public IReadOnlyList<Escalation> Warnings { get; init; } = [];

    /// <summary>When the shop waited for the person.</summary>
    public IReadOnlyList<ClockStop> Stops { get; init; } = [];

    /// <summary>How the person shows who they are.</summary>
    public RequestVerification Verification { get; init; } = RequestVerification.NotNeeded;

    /// <summary>The extension that the person was told of.</summary>
    public ClockExtension? Extension { get; init; }

    /// <summary>What was asked of the person, and when they answered.</summary>
    public RequestClarification? Clarification { get; init; }

    /// <summary>When and why a restriction is lifted.</summary>
    public RestrictionLift? Lift { get; init; }

    /// <summary>What the person is told, in the order in which it came up.</summary>
    public IReadOnlyList<RequestNotice> Notices { get; init; } = [];

    /// <summary>The decision of the officer.</summary>
    public RequestDecision? Decision { get; init; }

    /// <summary>Holds on it.</summary>
    public IReadOnlyList<RequestHold> Holds { get; init; } = [];

    /// <summary>The package of an access request.</summary>
    public RequestPackage? Package { get; init; }

    /// <summary>Those to whom the data was passed on, and what they answered.</summary>
    public IReadOnlyList<ProcessorNotice> Processors { get; init; } = [];

    /// <summary>Until when processors are waited for, UTC; <see langword="null"/> before that.</summary>
    public DateTimeOffset? ProcessorsUntil { get; init; }

    /// <summary>The reference of what was opened elsewhere, as the review of a contested decision.</summary>
    public string? Reference { get; init; }

    /// <summary>How many certificates were signed.</summary>
    public int Certificates { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<RequestEvent> Timeline { get; init; }

    /// <summary>How many lines of the timeline are known to be in the audit log.</summary>
    public int Announced { get; init; }

    /// <summary>Where it stands in the queue.</summary>
    public QueuePlace? Place { get; init; }

    /// <summary>The day its answer is due.</summary>
    public Deadline? AnswerDeadline => Deadlines.FirstOrDefault(d => d.Kind == DeadlineKind.Answer);

    /// <summary>The same with one more line in its timeline, which gets an audit entry of its own.</summary>
    public DataSubjectRequestDocument With(RequestEventKind kind, DateTimeOffset at, string actorRole, string? code = null, long? count = null) =>
        this with { Timeline = [.. Timeline, new RequestEvent(at, kind, actorRole, AuditEvent.NewEntryId(), code, count)] };

    /// <summary>The same with something that the person has to be told.</summary>
    public DataSubjectRequestDocument Telling(NoticeKind kind, DateTimeOffset since) => this with { Notices = [.. Notices, new RequestNotice(kind, since)] };

    /// <summary>The same in another status.</summary>
    /// <exception cref="InvalidOperationException">The status cannot follow: a defect of the calling code, which has to look first.</exception>
    public DataSubjectRequestDocument To(RequestStatus status) => Status.CanBecome(status)
        ? this with { Status = status }
        : throw new InvalidOperationException($"A request that is {Status} cannot become {status}.");
}

/// <summary>Where a request stands in the queue: the partition is the status.</summary>
/// <param name="Partition">The status.</param>
/// <param name="Id">Due date and request: ordinal order is the order of urgency.</param>
public sealed record QueuePlace(string Partition, string Id);

/// <summary>What an officer decided.</summary>
/// <param name="Approved">Whether it is done.</param>
/// <param name="At">When, UTC.</param>
/// <param name="StaffId">Opaque id of the officer.</param>
/// <param name="Reason">Why it was refused, as a code or a sentence of law, without personal data.</param>
/// <param name="Citation">The article it rests on.</param>
/// <param name="Denial">As what a refusal counts in the yearly numbers (11 CCR 7102(a)).</param>
public sealed record RequestDecision(bool Approved, DateTimeOffset At, string StaffId, string? Reason = null, string? Citation = null, DenialReason? Denial = null);

/// <summary>Which data are meant: asked of the person.</summary>
/// <param name="Question">What was asked, without personal data.</param>
/// <param name="AskedAt">When, UTC.</param>
/// <param name="AnsweredAt">When the answer came, UTC.</param>
/// <param name="SealedAnswer">The answer, sealed under the request's key.</param>
public sealed record RequestClarification(string Question, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt = null, byte[]? SealedAnswer = null);

/// <summary>The end of a restriction.</summary>
/// <param name="Reason">Why; told to the person before.</param>
/// <param name="AnnouncedAt">When it was decided and the person told, UTC.</param>
/// <param name="LiftsAt">From when the data are used again, UTC.</param>
/// <param name="LiftedAt">When they were free again, UTC.</param>
public sealed record RestrictionLift(string Reason, DateTimeOffset AnnouncedAt, DateTimeOffset LiftsAt, DateTimeOffset? LiftedAt = null);

/// <summary>A hold as the request shows it.</summary>
/// <param name="Id">The hold.</param>
/// <param name="Stores">The stores it covers.</param>
/// <param name="Rule">Why, in a sentence.</param>
/// <param name="Citation">The law it rests on.</param>
/// <param name="ReviewOn">When it is looked at again.</param>
/// <param name="PlacedAt">When it was placed, UTC.</param>
/// <param name="Items">How many items are sealed under its key.</param>
/// <param name="ReleasedAt">When it was released, UTC.</param>
public sealed record RequestHold(
    Guid Id, IReadOnlyList<string> Stores, string Rule, string Citation, DateOnly ReviewOn, DateTimeOffset PlacedAt, int Items = 0, DateTimeOffset? ReleasedAt = null)
{
    /// <summary>Whether it still holds.</summary>
    public bool Active => ReleasedAt is null;
}

/// <summary>A package that waits to be fetched.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
/// <param name="SealedKey">Its key, sealed, until a link is given: from then on only the link carries it.</param>
/// <param name="LinkHash">SHA-256 of the secret of the link.</param>
/// <param name="FetchedAt">When it was fetched, UTC; a link works once.</param>
public sealed record RequestPackage(string Path, long Bytes, DateTimeOffset ExpiresAt, byte[]? SealedKey = null, string? LinkHash = null, DateTimeOffset? FetchedAt = null);

/// <summary>Somebody to whom the data was passed on.</summary>
/// <param name="Name">Who.</param>
/// <param name="ToldAt">When they were told, UTC; <see langword="null"/>: not reached yet.</param>
/// <param name="Status">What they answered, in the words of the Data Rights Protocol.</param>
/// <param name="AnsweredAt">When, UTC.</param>
/// <param name="Proof">SHA-256 of the signed answer.</param>
/// <param name="Attempts">How often they were told.</param>
public sealed record ProcessorNotice(string Name, DateTimeOffset? ToldAt = null, string? Status = null, DateTimeOffset? AnsweredAt = null, string? Proof = null, int Attempts = 0)
{
    /// <summary>Whether nothing more is to come from them.</summary>
    public bool IsOver => Status is "fulfilled" or "denied" or "expired";
}
