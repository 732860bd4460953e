using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailServerless.Console.Privacy;

/// <summary>A request of a person about their data, as the platform shows it. It names nobody.</summary>
public sealed record PrivacyRequest(Guid Id, string Right, string Regime, string Intake, string Status, DateTimeOffset ReceivedAt)
{
    /// <summary>What the person named, where the regime handles it as another right.</summary>
    public string? AskedAs { get; init; }

    /// <summary>Who brought it for the person.</summary>
    public string? Agent { get; init; }

    /// <summary>What came of it.</summary>
    public string? Outcome { get; init; }

    /// <summary>When receipt was confirmed.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Its deadlines.</summary>
    public IReadOnlyList<RequestDeadline> Deadlines { get; init; } = [];

    /// <summary>How far the proof of identity is.</summary>
    public RequestIdentity? Verification { get; init; }

    /// <summary>The extension that the person was told of.</summary>
    public RequestExtension? Extension { get; init; }

    /// <summary>A question about what is meant.</summary>
    public RequestQuestion? Clarification { get; init; }

    /// <summary>The end of a restriction.</summary>
    public RequestLift? Lift { get; init; }

    /// <summary>What the person was told.</summary>
    public IReadOnlyList<RequestNotice> Notices { get; init; } = [];

    /// <summary>What was decided.</summary>
    public RequestDecision? Decision { get; init; }

    /// <summary>Legal holds.</summary>
    public IReadOnlyList<RequestHold> Holds { get; init; } = [];

    /// <summary>The package of an access request.</summary>
    public RequestPackage? Package { get; init; }

    /// <summary>Those to whom data were passed on.</summary>
    public IReadOnlyList<RequestProcessor> Processors { get; init; } = [];

    /// <summary>How many certificates were signed.</summary>
    public int Certificates { get; init; }

    /// <summary>How far it is with each store; only of one request.</summary>
    public IReadOnlyList<RequestStoreState>? Stores { get; init; }

    /// <summary>What happened; only of one request.</summary>
    public IReadOnlyList<RequestEvent>? Timeline { get; init; }

    /// <summary>By when it must be answered.</summary>
    public RequestDeadline? Answer => Deadlines.FirstOrDefault(d => d.Kind == "answer");

    /// <summary>Whether nothing more happens.</summary>
    public bool IsClosed => Status is "completed" or "rejected" or "withdrawn" or "expired" or "overtaken";

    /// <summary>Whether the platform is at work on it.</summary>
    public bool IsMoving => Status is "gathering" or "executing" or "awaitingProcessors";
}

/// <summary>A deadline with the rule it comes from.</summary>
public sealed record RequestDeadline(string Kind, DateOnly DueDate, DateTimeOffset DueInstant, string Citation, string Explanation)
{
    /// <summary>Whether the clock stands still.</summary>
    public bool Stopped { get; init; }

    /// <summary>Whether it was put off.</summary>
    public bool Extended { get; init; }
}

/// <summary>How far the proof of identity is.</summary>
public sealed record RequestIdentity(IReadOnlyList<ProofNeeded> Needed, DateTimeOffset? ExpiresAt, int AttemptsLeft, DateTimeOffset? CodeExpiresAt, DateTimeOffset? VerifiedAt);

/// <summary>Something that has to be shown.</summary>
public sealed record ProofNeeded(string Kind, int Count, IReadOnlyList<string> From, string Citation, string Sentence);

/// <summary>An extension.</summary>
public sealed record RequestExtension(DateTimeOffset ToldAt, string Reason);

/// <summary>A question about what is meant.</summary>
public sealed record RequestQuestion(string Question, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt);

/// <summary>The end of a restriction.</summary>
public sealed record RequestLift(string Reason, DateTimeOffset AnnouncedAt, DateTimeOffset LiftsAt, DateTimeOffset? LiftedAt);

/// <summary>Something that the person was told.</summary>
public sealed record RequestNotice(string Kind, DateTimeOffset Since, DateTimeOffset? ToldAt, string? Channel);

/// <summary>What was decided.</summary>
public sealed record RequestDecision(bool Approved, DateTimeOffset At, string StaffId, string? Reason, string? Citation);

/// <summary>A legal hold.</summary>
public sealed record RequestHold(Guid Id, IReadOnlyList<string> Stores, string Rule, string Citation, DateOnly ReviewOn, DateTimeOffset PlacedAt, int Items, DateTimeOffset? ReleasedAt);

/// <summary>A package that waits for the person.</summary>
public sealed record RequestPackage(long Bytes, DateTimeOffset ExpiresAt, bool LinkGiven, DateTimeOffset? FetchedAt);

/// <summary>Somebody to whom data were passed on.</summary>
public sealed record RequestProcessor(string Name, DateTimeOffset? ToldAt, string? Status, DateTimeOffset? AnsweredAt, string? Proof);

/// <summary>How far a request is with a store.</summary>
public sealed record RequestStoreState(string Name, int Found, int Exported, int Held, int Erased, int Left, DateTimeOffset At);

/// <summary>A line of the timeline.</summary>
public sealed record RequestEvent(DateTimeOffset At, string Kind, string ActorRole, string AuditEntryId, string? Code, long? Count);

/// <summary>Whom a request concerns.</summary>
public sealed record RequestSubject(string? CustomerId, SubjectResidence? Residence, IReadOnlyList<SubjectCorrection> Corrections, Guid? DecisionId, IReadOnlyList<string> Purposes, string? Words, string? Answer);

/// <summary>Where a person lives, by their own word.</summary>
public sealed record SubjectResidence(string? Country, string? Region);

/// <summary>Something to be put right.</summary>
public sealed record SubjectCorrection(string Store, string? Item, string Field, string? Value);

/// <summary>A certificate as the platform signed it.</summary>
public sealed record SignedCertificate(JsonObject Certificate, JsonObject Signature)
{
    /// <summary>What it says.</summary>
    public CertificateText? Read() => Certificate.Deserialize<CertificateText>(Platform.PlatformJson.Options);
}

/// <summary>What a certificate says.</summary>
public sealed record CertificateText(Guid Id, Guid RequestId, int Number, Guid? Supersedes, string Extent, DateTimeOffset IssuedAt, DateTimeOffset KeyDestroyedAt, DateOnly LastBackupExpires)
{
    /// <summary>What was done in each store.</summary>
    public IReadOnlyList<CertificateStore> Stores { get; init; } = [];

    /// <summary>What was searched.</summary>
    public CertificateSweep? Sweep { get; init; }

    /// <summary>What survives, and why.</summary>
    public IReadOnlyList<CertificateSurvivor> Survives { get; init; } = [];

    /// <summary>Models that learned from the person.</summary>
    public IReadOnlyList<CertificateModel> Models { get; init; } = [];
}

/// <summary>One store.</summary>
public sealed record CertificateStore(string Name, int Found, int Erased, int Held, int Left);

/// <summary>The search afterwards.</summary>
public sealed record CertificateSweep(DateTimeOffset At, int Identifiers, IReadOnlyList<string> Kinds, IReadOnlyList<string> Places, long Bytes, int Found);

/// <summary>Something that survives.</summary>
public sealed record CertificateSurvivor(string What, string Rule, string Citation, DateOnly? Until);

/// <summary>A model that learned from the person.</summary>
public sealed record CertificateModel(string Model, string Action, DateOnly DueBy);

/// <summary>How a certificate was judged.</summary>
public sealed record CertificateVerdict(bool Genuine, string Extent, bool Superseded);

/// <summary>What became of a list.</summary>
public sealed record BulkAnswer(int Taken, int OpenAlready, IReadOnlyList<BulkRow> Rows);

/// <summary>What became of a row.</summary>
public sealed record BulkRow(int Row, string Result, Guid? RequestId, string? Reason);

/// <summary>A privacy law, as far as the console needs it.</summary>
public sealed record RegimeSummary(string Id, string Policy, RegimeRules Rules);

/// <summary>Its rules, as far as the console needs them.</summary>
public sealed record RegimeRules(string Name, string Law);

/// <summary>The yearly numbers of a regime.</summary>
public sealed record RegimeMetrics(string Regime, MetricsRule Rule, YearlyNumbers Numbers);

/// <summary>The rule that asks for numbers.</summary>
public sealed record MetricsRule(string Citation, string Sentence);

/// <summary>The numbers of a year.</summary>
public sealed record YearlyNumbers(int Year, DateOnly PublishBy, IReadOnlyList<NumbersLine> Lines);

/// <summary>The numbers of a kind of request.</summary>
public sealed record NumbersLine(string Kind, int Received, int CompliedInWhole, int CompliedInPart, int Denied, int Withdrawn, int Open, decimal? MedianDays, decimal? MeanDays);
