using RetailServerless.Core.Results;

namespace RetailServerless.Core.Policies;

/// <summary>All types as which policies are read.</summary>
public sealed class PolicyTypes(IEnumerable<PolicyType> types)
{
    private readonly List<PolicyType> _types = [.. types];

    /// <summary>Whether some part of the platform reads such a policy.</summary>
    public bool Covers(string policyId) => _types.Any(t => t.Covers(policyId));

    /// <summary>Why a text cannot be a version of a policy, with file, line and reason; <see langword="null"/> when it can. A policy that nothing reads is refused.</summary>
    public Failure? Check(PolicyText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var id = PolicySeeder.IdOf(text);
        return _types.FirstOrDefault(t => t.Covers(id)) is { } type
            ? type.Check(text) is { } unreadable ? PolicyFailures.InvalidText(unreadable) : null
            : PolicyFailures.UnknownType(id) with { Detail = $"{text.File}:1: {PolicyFailures.UnknownType(id).Detail}" };
    }
}
