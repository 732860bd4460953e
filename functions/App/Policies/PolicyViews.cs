using System.Text.Json.Nodes;
using RetailServerless.Core.Policies;

namespace RetailServerless.Functions.Policies;

/// <summary>A policy in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where it is.</param>
/// <param name="InEffect">The version in effect; absent when none is.</param>
/// <param name="Scheduled">Approved versions whose date is to come, soonest number first.</param>
/// <param name="Proposed">Versions that wait for approval.</param>
/// <param name="Governs">What it decides about.</param>
internal sealed record PolicyView(
    string Id, string Url, PolicyVersionView? InEffect, IReadOnlyList<PolicyVersionView> Scheduled, IReadOnlyList<PolicyVersionView> Proposed, IReadOnlyList<string> Governs)
{
    /// <summary>Who may propose and approve, and how many must; absent when the rules cannot be read, and then nobody may.</summary>
    public ApprovalRule? Approval { get; init; }

    public static PolicyView Of(PolicyHistory history, DateTimeOffset now)
    {
        var views = history.Versions.Reverse().Select(v => PolicyVersionView.Of(history, v.Value, now)).ToList();
        return new PolicyView(
            history.PolicyId,
            PolicyRoute.UrlOf(history.PolicyId),
            views.Find(v => v.Standing == PolicyStanding.InEffect),
            views.FindAll(v => v.Standing is PolicyStanding.Scheduled or PolicyStanding.AwaitsAnchor),
            views.FindAll(v => v.Standing == PolicyStanding.Proposed),
            GovernedDecisions.Of(history.PolicyId));
    }
}

/// <summary>A version without its text.</summary>
internal record PolicyVersionView
{
    /// <summary>The policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Its number, from 1; also the number of its proposal.</summary>
    public required int Version { get; init; }

    /// <summary>Where it is; with <c>Accept: application/yaml</c> its text.</summary>
    public required string Url { get; init; }

    /// <summary>How it stands now.</summary>
    public required PolicyStanding Standing { get; init; }

    /// <summary>The opaque id of who wrote it; <c>seed</c> for what the product ships.</summary>
    public required string Author { get; init; }

    /// <summary>When it was proposed, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it is in effect, or will be once approved, UTC.</summary>
    public required DateTimeOffset EffectiveFrom { get; init; }

    /// <summary>Why it was proposed.</summary>
    public string? Reason { get; init; }

    /// <summary>The version in effect when it was proposed.</summary>
    public int? BasedOn { get; init; }

    /// <summary>The old version whose text it brings back.</summary>
    public int? RollbackTo { get; init; }

    /// <summary>The SHA-256 of its text, as the audit log has it.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How many have approved.</summary>
    public required int Approvals { get; init; }

    /// <summary>What happened to it, oldest first, each with its audit entry.</summary>
    public required IReadOnlyList<PolicyEvent> Timeline { get; init; }

    public static PolicyVersionView Of(PolicyHistory history, PolicyDocument version, DateTimeOffset now) => Fill(new PolicyVersionView
    {
        PolicyId = version.PolicyId,
        Version = version.Version,
        Url = $"{PolicyRoute.UrlOf(version.PolicyId)}/versions/{version.Version}",
        Standing = history.StandingOf(version, now),
        Author = version.Author,
        CreatedAt = version.CreatedAt,
        EffectiveFrom = version.EffectiveFrom,
        Sha256 = version.Sha256,
        Approvals = version.Events.Count(e => e.Kind is PolicyEventKind.Endorsed or PolicyEventKind.Approved),
        Timeline = version.Events,
    }, version);

    private static PolicyVersionView Fill(PolicyVersionView view, PolicyDocument version) =>
        view with { Reason = version.Reason, BasedOn = version.BasedOn, RollbackTo = version.RollbackTo };
}

/// <summary>A version with its text.</summary>
/// <param name="Version">The version.</param>
/// <param name="Yaml">Its text.</param>
internal sealed record PolicyTextView(PolicyVersionView Version, string Yaml)
{
    /// <summary>The same as JSON, for a reader who does not read YAML.</summary>
    public JsonNode? Policy { get; init; } = PolicyContent.Of(Version.PolicyId, Yaml);
}

/// <summary>A proposal as those see it who decide about it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Yaml">Its text.</param>
/// <param name="ComparedWith">The version with which it is compared; absent when none is in effect.</param>
/// <param name="Diff">How the text differs.</param>
/// <param name="Effect">What it would do, measured now; for a decided one what was measured when it was approved.</param>
/// <param name="Rights">What the caller may do about it.</param>
internal sealed record ProposalView(PolicyVersionView Version, string Yaml, int? ComparedWith, PolicyDiff Diff, PolicyEffect? Effect, ProposalRights Rights)
{
    /// <summary>The same as JSON, for a reader who does not read YAML.</summary>
    public JsonNode? Policy { get; init; } = PolicyContent.Of(Version.PolicyId, Yaml);
}

/// <summary>A text that is not proposed yet: what it would change.</summary>
/// <param name="ComparedWith">The version with which it is compared; absent when none is in effect.</param>
/// <param name="EffectiveFrom">From when it would be in effect at the earliest, UTC.</param>
/// <param name="Diff">How the text differs.</param>
/// <param name="Effect">What it would do, measured now.</param>
internal sealed record PreviewView(int? ComparedWith, DateTimeOffset EffectiveFrom, PolicyDiff Diff, PolicyEffect Effect);

/// <summary>The content of a text.</summary>
internal static class PolicyContent
{
    /// <summary>As JSON; nothing when the text is not YAML, which only a policy from before it was checked can be.</summary>
    public static JsonNode? Of(string policyId, string yaml) => new PolicyText(policyId + ".yaml", yaml).ToJson().TryGet(out var content, out _) ? content : null;
}

/// <summary>Two versions compared.</summary>
/// <param name="Before">The older one.</param>
/// <param name="After">The newer one.</param>
/// <param name="Diff">How they differ.</param>
internal sealed record ComparisonView(int Before, int After, PolicyDiff Diff);
