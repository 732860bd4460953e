using RetailServerless.Core.Results;

namespace RetailServerless.Core.Policies;

/// <summary>Why there is no policy. Whoever meets one of these refuses what the policy would have allowed.</summary>
public static class PolicyFailures
{
    /// <summary>Code: no approved version is in effect.</summary>
    public const string Missing = "policy-missing";

    /// <summary>Code: the approved version cannot be read as its type.</summary>
    public const string Unreadable = "policy-unreadable";

    /// <summary>Code: the store of policies does not answer.</summary>
    public const string Unavailable = "policy-unavailable";

    /// <summary>Code: the author of a proposal wanted to decide about it.</summary>
    public const string OwnProposal = "own-proposal";

    /// <summary>Code: somebody wanted to take back what another person proposed.</summary>
    public const string NotOwnProposal = "not-own-proposal";

    /// <summary>Code: none of the person's roles may do this with this policy.</summary>
    public const string RoleMissing = "policy-role-missing";

    /// <summary>Code: the proposal has been decided.</summary>
    public const string Decided = "proposal-decided";

    /// <summary>Code: a newer version is in effect, so this one never could be.</summary>
    public const string Superseded = "proposal-superseded";

    /// <summary>Code: the text is what is in effect already.</summary>
    public const string Unchanged = "policy-unchanged";

    /// <summary>Code: the text is not such a policy.</summary>
    public const string Invalid = "policy-invalid";

    /// <summary>Code: no part of the platform reads such a policy.</summary>
    public const string Unknown = "policy-unknown";

    /// <summary>Code: it is stored, and the log does not have it yet.</summary>
    public const string NotAnchored = "policy-not-anchored";

    internal static Failure NotFound(string id) =>
        new(FailureKind.NotFound, "policy-not-found", $"There is no policy '{id}'. GET /api/policies lists those there are.");

    internal static Failure NoVersion(string id, int version) =>
        new(FailureKind.NotFound, "policy-version-not-found", $"The policy '{id}' has no version {version}.");

    internal static Failure UnknownType(string id) =>
        new(FailureKind.Unprocessable, Unknown, $"No part of the platform reads a policy '{id}', so nobody could tell whether its text is right.");

    // To whoever sends a text it is a mistake of theirs; to whoever reads an approved one it is a policy that is not there.
    internal static Failure InvalidText(Failure unreadable) => unreadable with { Kind = FailureKind.Unprocessable, Code = Invalid };

    internal static Failure MayNot(string id, IReadOnlyList<string> roles) =>
        new(FailureKind.Forbidden, RoleMissing, $"For the policy '{id}' this takes one of the roles {string.Join(", ", roles)}; see the policy {ApprovalPolicy.Id}.");

    internal static Failure Own { get; } =
        new(FailureKind.Forbidden, OwnProposal, "Whoever proposed a version cannot decide about it. Somebody else must.");

    internal static Failure NotOwn { get; } =
        new(FailureKind.Forbidden, NotOwnProposal, "Only whoever proposed a version can withdraw it. Reject it instead, with a reason.");

    internal static Failure AlreadyDecided(PolicyDocument version) =>
        new(FailureKind.Conflict, Decided, $"{version.Reference} is {version.Status.ToString().ToLowerInvariant()} already. Propose a new version to change what is in effect.");

    internal static Failure Overtaken(PolicyDocument version, int newer) => new(
        FailureKind.Conflict, Superseded, $"Version {newer} is in effect, so {version.Reference} never could be. Propose its text again to bring it into effect.");

    internal static Failure Same(string reference) => new(FailureKind.Conflict, Unchanged, $"The text is that of {reference}, which is in effect.");

    internal static Failure Stale { get; } = new(
        FailureKind.PreconditionFailed, "precondition-failed", "The proposal has changed since it was read. Read it again and decide about what is there now.");

    internal static Failure KeyReused { get; } = new(
        FailureKind.Unprocessable, "idempotency-key-reused", "This Idempotency-Key came with another proposal before. Send a new key with a new proposal.");

    internal static Failure Busy { get; } = new(FailureKind.Conflict, "policy-busy", "Others are changing this policy at the same time. Try again.") { RetryAfter = TimeSpan.FromSeconds(1) };

    internal static Failure Unanchored(string reference) => new(
        FailureKind.Unavailable, NotAnchored, $"What was decided about {reference} is stored, but the audit log does not answer; it takes effect once the log has it. Send the same again.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    internal static Failure MissingPolicy(string id) =>
        new(FailureKind.Unavailable, Missing, $"No approved version of the policy '{id}' is in effect; what it would allow is refused until there is one.");

    internal static Failure StoreUnavailable(string id) =>
        new(FailureKind.Unavailable, Unavailable, $"The policy '{id}' cannot be read now; what it would allow is refused. Try again.") { RetryAfter = TimeSpan.FromSeconds(1) };
}
