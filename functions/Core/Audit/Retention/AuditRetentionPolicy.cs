using System.Text.RegularExpressions;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Audit.Retention;

/// <summary>How long the bodies of audit entries are kept: <c>policies/retention/audit.yaml</c>. Leaves, proofs and checkpoints stay for ever.</summary>
public sealed partial record AuditRetentionPolicy : IValidatedPolicy
{
    /// <summary>The policy's id.</summary>
    public const string Id = "retention/audit";

    private const int Fewest = 30;
    private const int Most = 36_600;

    /// <summary>The rules; a kind without one is kept.</summary>
    public required IReadOnlyList<AuditRetentionRule> Rules { get; init; }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        for (var i = 0; i < Rules.Count; i++)
        {
            var (kind, path) = (Rules[i].Kind, $"$.rules[{i}]");
            if (!DottedKind().IsMatch(kind))
            {
                yield return new PolicyProblem($"{path}.kind", "must be a kind of entry, as chat.turn or chat");
            }

            // An export proves by them that a body went by a rule.
            if (kind is "audit" or RetentionEntries.Announced or RetentionEntries.Applied)
            {
                yield return new PolicyProblem($"{path}.kind", $"cannot cover {RetentionEntries.Announced}: these entries prove what was removed");
            }

            if (Rules[i].KeepForDays is < Fewest or > Most)
            {
                yield return new PolicyProblem($"{path}.keepForDays", "must be 30 to 36600");
            }

            if (Rules.Take(i).Any(r => r.Kind == kind))
            {
                yield return new PolicyProblem($"{path}.kind", "says again how long the same kind is kept");
            }
        }
    }

    /// <summary>Whether a kind is another, or lies below it.</summary>
    internal static bool Holds(string above, string kind) => kind == above || kind.StartsWith(above + ".", StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-z0-9-]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DottedKind();
}

/// <summary>How long the bodies of one kind of entry are kept.</summary>
/// <param name="Kind">The kind, and all below it that have no rule of their own.</param>
/// <param name="KeepForDays">Days from the minute of the entry.</param>
public sealed record AuditRetentionRule(string Kind, int KeepForDays);
