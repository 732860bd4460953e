using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>The rules in effect of all files, with the zone of each.</summary>
/// <param name="Policies">The versions they come from, as <c>retention/default@1</c>.</param>
/// <param name="Rules">The rules.</param>
public sealed record RetentionRuleBook(IReadOnlyList<string> Policies, IReadOnlyList<ZonedRule> Rules)
{
    /// <summary>Code: the files contradict each other.</summary>
    public const string Inconsistent = "retention-inconsistent";

    /// <summary>Reads every policy of the folder. One that cannot be read is a failure of all: nothing is removed under rules that are known in part.</summary>
    public static async ValueTask<Result<RetentionRuleBook>> ReadAsync(IPolicyStore policies, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policies);
        if (!(await policies.ListAsync(RetentionPolicy.Folder, cancellationToken)).TryGet(out var ids, out var failure))
        {
            return failure;
        }

        var (references, rules) = (new List<string>(), new List<ZonedRule>());
        foreach (var id in ids.Where(id => id != RetentionPolicyType.OfAuditLog))
        {
            if (!(await policies.GetAsync<RetentionPolicy>(id, cancellationToken)).TryGet(out var policy, out failure))
            {
                return failure;
            }

            references.Add(policy.Reference);
            rules.AddRange(policy.Value.Rules.Select(r => new ZonedRule(r, policy.Value.TimeZone)));
        }

        var twice = rules.GroupBy(r => r.Rule.Key).FirstOrDefault(g => g.Count() > 1);
        return twice is null
            ? new RetentionRuleBook(references, rules)
            : new Failure(FailureKind.Unavailable, Inconsistent, $"Two policies of {RetentionPolicy.Folder} say how long '{twice.Key.Data}' is kept for the same purpose. Take it out of one of them.");
    }

    /// <summary>Whether anything is said of a store.</summary>
    public bool Knows(string data) => Rules.Any(r => r.Rule.Data == data);

    /// <summary>Whether the nightly run itself keeps the periods of a store.</summary>
    public bool Counts(string data) => Rules.Any(r => r.Rule.Data == data && r.Rule.KeepFor is not null);

    /// <summary>Whether it matters for a store where people live.</summary>
    public bool DependsOnResidence(string data) => Rules.Any(r => r.Rule.Data == data && r.Rule.Jurisdiction is not null);

    /// <summary>The rules for the data of somebody who lives there: for each purpose and ground that of the region, else of the country, else the one for everywhere else.</summary>
    public IReadOnlyList<ZonedRule> For(string data, Residence residence)
    {
        ArgumentNullException.ThrowIfNull(residence);
        var (region, country) = (residence.Region?.ToUpperInvariant(), (residence.Country ?? residence.Region?.Split('-')[0])?.ToUpperInvariant());
        return
        [
            .. from rule in Rules
               where rule.Rule.Data == data && rule.Rule.KeepFor is not null
               group rule by (rule.Rule.Purpose, rule.Rule.Basis) into of
               let found = of.FirstOrDefault(r => region is not null && r.Rule.Jurisdiction == region)
                   ?? of.FirstOrDefault(r => country is not null && r.Rule.Jurisdiction == country)
                   ?? of.FirstOrDefault(r => r.Rule.Jurisdiction is null)
               where found is not null
               select found,
        ];
    }
}

/// <summary>A rule with the zone in which its days are counted.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="TimeZone">The zone (IANA).</param>
public sealed record ZonedRule(RetentionRule Rule, string TimeZone);
