namespace RetailServerless.Core.Privacy.Requests;

/// <summary>What happened to a request.</summary>
public enum RequestEventKind
{
    /// <summary>It came.</summary>
    Received,

    /// <summary>Receipt was confirmed to the person.</summary>
    Acknowledged,

    /// <summary>The same was asked again while it was open; nothing new was opened.</summary>
    AskedAgain,

    /// <summary>It was asked who asks.</summary>
    IdentityAsked,

    /// <summary>A code was sent to an address or number that the shop has of the person.</summary>
    CodeSent,

    /// <summary>What was shown did not prove who asks.</summary>
    VerificationFailed,

    /// <summary>Who asks is proved.</summary>
    Verified,

    /// <summary>Time or attempts of the proof ran out.</summary>
    VerificationExpired,

    /// <summary>Every store was looked through.</summary>
    Gathered,

    /// <summary>A deadline comes near.</summary>
    Escalated,

    /// <summary>A deadline passed without an answer.</summary>
    DeadlineMissed,

    /// <summary>The answer takes longer, and the person was told why.</summary>
    Extended,

    /// <summary>A privacy officer agreed.</summary>
    Approved,

    /// <summary>A privacy officer refused, with a reason.</summary>
    Rejected,

    /// <summary>The person took it back.</summary>
    Withdrawn,

    /// <summary>Something may not be erased for a reason of law.</summary>
    HoldPlaced,

    /// <summary>What a hold covers was sealed under the hold's own key.</summary>
    HoldSealed,

    /// <summary>The reason of a hold is gone.</summary>
    HoldReleased,

    /// <summary>What was asked acts from now on.</summary>
    Applied,

    /// <summary>The package was written.</summary>
    PackageReady,

    /// <summary>A one-time link to the package was given.</summary>
    LinkGiven,

    /// <summary>The package was fetched.</summary>
    PackageFetched,

    /// <summary>Somebody came with a link that is not good.</summary>
    LinkRefused,

    /// <summary>Every store was erased.</summary>
    StoresErased,

    /// <summary>The person's key was destroyed.</summary>
    KeyDestroyed,

    /// <summary>Everything that is kept was searched.</summary>
    Swept,

    /// <summary>A certificate was signed.</summary>
    CertificateSigned,

    /// <summary>Those to whom the data was passed on were told.</summary>
    ProcessorTold,

    /// <summary>One of them answered.</summary>
    ProcessorAnswered,

    /// <summary>The answer was told and the request closed.</summary>
    Closed,

    /// <summary>The person was told something; the code says what and how.</summary>
    PersonTold,

    /// <summary>The person could not be told; the code says what and why.</summary>
    NotTold,

    /// <summary>It was asked which data are meant.</summary>
    ClarificationAsked,

    /// <summary>The person said which data are meant.</summary>
    ClarificationGiven,

    /// <summary>The person was erased at their own request before this one was done; the code is the deletion.</summary>
    Overtaken,

    /// <summary>An officer read whom it concerns.</summary>
    SubjectRead,

    /// <summary>It was decided to lift a restriction.</summary>
    RestrictionLiftDecided,

    /// <summary>A restriction was lifted.</summary>
    RestrictionLifted,
}

/// <summary>One line of a request's timeline.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Kind">What.</param>
/// <param name="ActorRole">Role of who acted, or <c>system</c>.</param>
/// <param name="AuditEntryId">The audit entry of it.</param>
/// <param name="Code">More, as a stable code: a store, a deadline, a reason. Never personal data.</param>
/// <param name="Count">A number that belongs to it.</param>
public sealed record RequestEvent(DateTimeOffset At, RequestEventKind Kind, string ActorRole, string AuditEntryId, string? Code = null, long? Count = null);
