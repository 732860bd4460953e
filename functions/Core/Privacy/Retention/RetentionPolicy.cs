using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>How long which data are kept, for what and where: a file of <c>policies/retention</c>. Its sentences are the storage limitation of GDPR Art. 5(1)(e), made countable.</summary>
public sealed record RetentionPolicy : IValidatedPolicy
{
    /// <summary>The folder of these policies. <c>retention/audit</c> is the audit log's own and has another form.</summary>
    public const string Folder = "retention";

    /// <summary>The policy that says when nights begin.</summary>
    public const string Id = Folder + "/default";

    /// <summary>The time zone in which days are counted (IANA), as <c>Europe/Berlin</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The rules.</summary>
    public required IReadOnlyList<RetentionRule> Rules { get; init; }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new PolicyProblem("$.timeZone", "must be a time zone that is known here, as Europe/Berlin");
        }

        foreach (var problem in Rules.SelectMany((rule, i) => rule.Validate($"$.rules[{i}]")))
        {
            yield return problem;
        }

        foreach (var (rule, i) in Rules.Select((rule, i) => (rule, i)).Where(r => Rules.Take(r.i).Any(before => before.Key == r.rule.Key)))
        {
            yield return new PolicyProblem($"$.rules[{i}]", $"says again how long '{rule.Data}' is kept for the same purpose, ground and jurisdiction");
        }

        foreach (var data in Rules.GroupBy(r => r.Data, StringComparer.Ordinal).Where(g => g.All(r => r.Jurisdiction is not null)))
        {
            yield return new PolicyProblem("$.rules", $"must say how long '{data.Key}' is kept where no rule names the jurisdiction");
        }

        foreach (var data in Rules.GroupBy(r => r.Data, StringComparer.Ordinal).Where(g => g.Count() > 1 && g.Any(r => r.KeepFor is null)))
        {
            yield return new PolicyProblem("$.rules", $"must keep '{data.Key}' by periods, or with something else, or elsewhere; not by several of these");
        }
    }
}
