using System.Globalization;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Notices;

namespace RetailServerless.Functions.Privacy;

/// <summary>A request as the API shows it. It names nobody.</summary>
internal sealed record PrivacyRequestView
{
    public required Guid Id { get; init; }

    public required PrivacyRight Right { get; init; }

    public PrivacyRight? AskedAs { get; init; }

    public required RequestDetail Detail { get; init; }

    public required string Regime { get; init; }

    public required RequestIntake Intake { get; init; }

    public string? Agent { get; init; }

    public required RequestStatus Status { get; init; }

    public RequestEnding? Outcome { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public required IReadOnlyList<Deadline> Deadlines { get; init; }

    public required PrivacyVerificationView Verification { get; init; }

    public ClockExtension? Extension { get; init; }

    public PrivacyClarificationView? Clarification { get; init; }

    public RestrictionLift? Lift { get; init; }

    public IReadOnlyList<RequestNotice> Notices { get; init; } = [];

    public RequestDecision? Decision { get; init; }

    public required IReadOnlyList<RequestHold> Holds { get; init; }

    public PrivacyPackageView? Package { get; init; }

    public required IReadOnlyList<ProcessorNotice> Processors { get; init; }

    public string? Reference { get; init; }

    public required int Certificates { get; init; }

    /// <summary>How far it is with each store; only when one request is shown.</summary>
    public IReadOnlyList<PrivacyStoreView>? Stores { get; init; }

    /// <summary>What happened; only when one request is shown.</summary>
    public IReadOnlyList<RequestEvent>? Timeline { get; init; }

    public required IReadOnlyDictionary<string, string> Links { get; init; }

    public static PrivacyRequestView Of(DataSubjectRequestDocument request) => new()
    {
        Id = request.Id,
        Right = request.Right,
        AskedAs = request.AskedAs,
        Detail = request.Detail,
        Regime = request.Regime,
        Intake = request.Intake,
        Agent = request.Agent,
        Status = request.Status,
        Outcome = request.Outcome,
        ReceivedAt = request.ReceivedAt,
        AcknowledgedAt = request.AcknowledgedAt,
        ClosedAt = request.ClosedAt,
        Deadlines = request.Deadlines,
        Verification = PrivacyVerificationView.Of(request.Verification),
        Extension = request.Extension,
        Clarification = request.Clarification is { } asked ? new PrivacyClarificationView(asked.Question, asked.AskedAt, asked.AnsweredAt) : null,
        Lift = request.Lift,
        Notices = request.Notices,
        Decision = request.Decision,
        Holds = request.Holds,
        Package = request.Package is { } package ? new PrivacyPackageView(package.Bytes, package.ExpiresAt, package.LinkHash is not null, package.FetchedAt) : null,
        Processors = request.Processors,
        Reference = request.Reference,
        Certificates = request.Certificates,
        Links = LinksOf(request),
    };

    public static PrivacyRequestView Of(DataSubjectRequestDocument request, IEnumerable<StoreProgress> stores) => Of(request) with
    {
        Stores = [.. stores.Select(s => new PrivacyStoreView(s.Store, s.Found, s.Exported, s.Held, s.Erased, s.Left, s.At))],
        Timeline = request.Timeline,
    };

    private static Dictionary<string, string> LinksOf(DataSubjectRequestDocument request)
    {
        var self = string.Create(CultureInfo.InvariantCulture, $"/api/privacy/requests/{request.Id}");
        var links = new Dictionary<string, string>(StringComparer.Ordinal) { ["self"] = self };
        if (request.Status == RequestStatus.Verifying)
        {
            links["verification"] = self + "/verification";
        }

        if (request.Status == RequestStatus.AwaitingApproval)
        {
            links["approval"] = self + "/approval";
        }

        if (request.Package is not null && request.Status == RequestStatus.Completed)
        {
            links["package"] = self + "/package";
        }

        if (request.Certificates > 0)
        {
            links["certificate"] = self + "/certificate";
        }

        return links;
    }
}

/// <summary>Which data are meant.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="AnsweredAt">When the answer came.</param>
internal sealed record PrivacyClarificationView(string Question, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt);

/// <summary>How far the proof of identity is.</summary>
/// <param name="Needed">What is still needed, with its rule.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="AttemptsLeft">How often something wrong may still be shown.</param>
/// <param name="CodeExpiresAt">Until when the code that was sent last is good.</param>
/// <param name="VerifiedAt">When it was proved.</param>
internal sealed record PrivacyVerificationView(
    IReadOnlyList<ProofDemand> Needed, DateTimeOffset? ExpiresAt, int AttemptsLeft, DateTimeOffset? CodeExpiresAt, DateTimeOffset? VerifiedAt)
{
    public static PrivacyVerificationView Of(RequestVerification verification) =>
        new(verification.Missing, verification.ExpiresAt, verification.AttemptsLeft, verification.Code?.ExpiresAt, verification.VerifiedAt);
}

/// <summary>A package.</summary>
/// <param name="Bytes">Its size, encrypted.</param>
/// <param name="ExpiresAt">Until when it can be fetched.</param>
/// <param name="LinkGiven">Whether its one link was given.</param>
/// <param name="FetchedAt">When it was fetched.</param>
internal sealed record PrivacyPackageView(long Bytes, DateTimeOffset ExpiresAt, bool LinkGiven, DateTimeOffset? FetchedAt);

/// <summary>How far a request is with a store.</summary>
internal sealed record PrivacyStoreView(string Name, int Found, int Exported, int Held, int Erased, int Left, DateTimeOffset At);
