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

    internal static Failure MissingPolicy(string id) =>
        new(FailureKind.Unavailable, Missing, $"No approved version of the policy '{id}' is in effect; what it would allow is refused until there is one.");

    internal static Failure StoreUnavailable(string id) =>
        new(FailureKind.Unavailable, Unavailable, $"The policy '{id}' cannot be read now; what it would allow is refused. Try again.") { RetryAfter = TimeSpan.FromSeconds(1) };
}
