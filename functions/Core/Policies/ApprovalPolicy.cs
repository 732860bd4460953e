using RetailServerless.Core.Access;

namespace RetailServerless.Core.Policies;

/// <summary>Who may propose and approve changes of policies, and how many must approve: <c>policies/governance/approval.yaml</c>.</summary>
public sealed record ApprovalPolicy : IValidatedPolicy
{
    /// <summary>The policy's id.</summary>
    public const string Id = "governance/approval";

    private static readonly string[] Possible = [StaffRoles.GovernanceBoard, StaffRoles.PrivacyOfficer];

    /// <summary>The rule of every policy that has none of its own.</summary>
    public required ApprovalRule Default { get; init; }

    /// <summary>Rules of single policies, as <c>chat/returns</c>, and of areas, as <c>consent</c>; the longest that fits counts.</summary>
    public required IReadOnlyDictionary<string, ApprovalRule> Policies { get; init; }

    /// <summary>The rule of a policy.</summary>
    public ApprovalRule RuleOf(string policyId)
    {
        ArgumentNullException.ThrowIfNull(policyId);
        for (var area = policyId; area.Length > 0; area = area[..Math.Max(0, area.LastIndexOf('/'))])
        {
            if (Policies.TryGetValue(area, out var rule))
            {
                return rule;
            }
        }

        return Default;
    }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate() =>
        Check("$.default", Default).Concat(Policies.SelectMany(p => Check($"$.policies['{p.Key}']", p.Value)));

    private static IEnumerable<PolicyProblem> Check(string path, ApprovalRule rule)
    {
        if (rule.Quorum is < 1 or > 10)
        {
            yield return new PolicyProblem($"{path}.quorum", "must be 1 to 10: nothing takes effect because its author wants it");
        }

        foreach (var (member, roles) in new[] { ("propose", rule.Propose), ("approve", rule.Approve) })
        {
            if (roles.Count == 0)
            {
                yield return new PolicyProblem($"{path}.{member}", "must name a role: else the policy could never be changed again");
            }

            for (var i = 0; i < roles.Count; i++)
            {
                if (!Possible.Contains(roles[i], StringComparer.Ordinal))
                {
                    yield return new PolicyProblem($"{path}.{member}[{i}]", $"must be one of {string.Join(", ", Possible)}");
                }
            }
        }
    }
}

/// <summary>Who changes a policy.</summary>
/// <param name="Propose">Roles that may propose.</param>
/// <param name="Approve">Roles that may approve and reject what somebody else proposed.</param>
/// <param name="Quorum">How many must approve; the author is none of them, and each counts once.</param>
public sealed record ApprovalRule(IReadOnlyList<string> Propose, IReadOnlyList<string> Approve, int Quorum);
