namespace RetailServerless.Core.Audit.Retention;

/// <summary>What of the log has passed its time.</summary>
/// <param name="Policy">Under which policy, as <c>retention/audit@1</c>.</param>
/// <param name="Lines">By rule.</param>
public sealed record AuditRetentionPlan(string Policy, IReadOnlyList<RetentionLine> Lines)
{
    /// <summary>How many bodies.</summary>
    public int Due => Lines.Sum(l => l.Due);
}

/// <summary>What a rule says now.</summary>
/// <param name="Kind">The kind, with all below it.</param>
/// <param name="Except">Kinds below it that have rules of their own.</param>
/// <param name="KeepForDays">For how many days bodies are kept.</param>
/// <param name="Before">Bodies of entries before this minute go.</param>
/// <param name="Due">How many that are.</param>
/// <param name="Held">How many stay because a legal hold covers them.</param>
public sealed record RetentionLine(string Kind, IReadOnlyList<string> Except, int KeepForDays, DateTimeOffset Before, int Due, int Held);
