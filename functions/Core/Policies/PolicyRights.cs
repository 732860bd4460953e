using RetailServerless.Core.Results;

namespace RetailServerless.Core.Policies;

/// <summary>Who may propose and approve which policy, as the rules of approval in effect say. Without such rules nobody may.</summary>
public sealed class PolicyRights(IPolicyStore policies)
{
    /// <summary>The rule of a policy, and the version of the rules it is from.</summary>
    public async ValueTask<Result<RuleInEffect>> FindAsync(string policyId, CancellationToken cancellationToken) =>
        (await policies.GetAsync<ApprovalPolicy>(ApprovalPolicy.Id, cancellationToken)).TryGet(out var rules, out var failure)
            ? new RuleInEffect(rules.Reference, rules.Value.RuleOf(policyId))
            : failure;
}

/// <summary>The rule of a policy in effect.</summary>
/// <param name="Rules">Where it stands, as <c>governance/approval@1</c>.</param>
/// <param name="Rule">The rule.</param>
public sealed record RuleInEffect(string Rules, ApprovalRule Rule)
{
    internal bool LetsPropose(StaffMember by) => by.Roles.Intersect(Rule.Propose, StringComparer.Ordinal).Any();

    internal bool LetsApprove(StaffMember by) => by.Roles.Intersect(Rule.Approve, StringComparer.Ordinal).Any();
}
