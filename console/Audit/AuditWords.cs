using System.Globalization;
using System.Text.Json;
using RetailServerless.Console.Components;
using RetailServerless.Console.Privacy;

namespace RetailServerless.Console.Audit;

/// <summary>What the log writes as codes, in words.</summary>
internal static class AuditWords
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["access.key-created"] = "A storefront key was made",
        ["access.key-revoked"] = "A storefront key was revoked",
        ["access.key-rotated"] = "A storefront key was changed",
        ["access.refused"] = "A request was refused",
        ["audit.key-rotated"] = "The signing key of this log was changed",
        ["audit.read"] = "Somebody read this log",
        ["audit.retention-announced"] = "The end of entries of this log was announced",
        ["audit.retention-applied"] = "Entries of this log were removed when their time had passed",
        ["chat.handoff"] = "A conversation was handed to a person",
        ["chat.turn"] = "The assistant answered",
        ["consent.changed"] = "A consent was given or withdrawn",
        ["consent.facts-declared"] = "Facts that decide about consent were declared",
        ["consent.gpc-applied"] = "A browser's opt-out signal was applied",
        ["consent.opt-in-requested"] = "Somebody asked to opt in again",
        ["consent.receipt-key-rotated"] = "The signing key of receipts was changed",
        ["consent.revocation-completed"] = "A withdrawal of consent was carried through",
        ["decision.contested"] = "A decision was contested",
        ["import.completed"] = "An import was completed",
        ["import.failed"] = "An import failed",
        ["import.refused"] = "An import was refused",
        ["model.approved"] = "A model was approved",
        ["model.registered"] = "A model was registered",
        ["policy.approved"] = "A policy was approved",
        ["policy.endorsed"] = "A policy got one of its approvals",
        ["policy.proposed"] = "A policy was proposed",
        ["policy.refused"] = "A change of policy was refused",
        ["policy.rejected"] = "A policy was rejected",
        ["policy.seeded"] = "A policy was taken from its file",
        ["policy.withdrawn"] = "A proposal was withdrawn",
        ["privacy.suppression-replayed"] = "The list of erased people was applied again",
        ["retention.applied"] = "Data was removed when its time had passed",
        ["retention.dry-run-ended"] = "A trial run of the retention ended",
        ["retention.listed"] = "A trial run listed what would be removed",
        ["retention.run-ended"] = "A run of the retention ended",
        ["statistics.export"] = "Statistics were exported",
        ["statistics.refused"] = "Statistics were refused",
        ["statistics.released"] = "Statistics were told",
    };

    private static readonly Dictionary<string, string> Areas = new(StringComparer.Ordinal)
    {
        ["access"] = "Access",
        ["audit"] = "This log",
        ["chat"] = "Chat",
        ["consent"] = "Consent",
        ["decision"] = "Decisions",
        ["import"] = "Imports",
        ["model"] = "Models",
        ["policy"] = "Policies",
        ["privacy"] = "Privacy requests",
        ["retention"] = "Retention",
        ["statistics"] = "Statistics",
    };

    /// <summary>The roles that entries name.</summary>
    public static IReadOnlyList<(string Role, string Words)> Roles { get; } =
    [
        ("shopper", "Shopper"),
        ("visitor", "Visitor"),
        ("storefront", "Storefront"),
        ("system", "The platform itself"),
        .. new[] { RoleNames.PrivacyOfficer, RoleNames.GovernanceBoard, RoleNames.GovernanceAuditor, RoleNames.MerchandisingPlanner, RoleNames.PlatformAdmin }.Select(r => (r, Capital(RoleNames.WordOf(r)))),
    ];

    /// <summary>All kinds that the console knows, by area.</summary>
    public static IReadOnlyList<(string Area, string Title, IReadOnlyList<string> Kinds)> KindsByArea { get; } =
    [
        .. Kinds.Keys.Concat(PrivacyWords.EventKinds.Select(k => "privacy.request-" + JsonNamingPolicy.KebabCaseLower.ConvertName(k))).Order(StringComparer.Ordinal).GroupBy(AreaOf).Select(g => (g.Key, Areas[g.Key], (IReadOnlyList<string>)[.. g])),
    ];

    /// <summary>A kind in words. One that the console does not know is read as it is written.</summary>
    public static string OfKind(string? kind)
    {
        if (kind is null)
        {
            return "Unreadable";
        }

        if (Kinds.TryGetValue(kind, out var words) || Areas.TryGetValue(kind, out words))
        {
            return words;
        }

        var area = AreaOf(kind);
        if (kind.Length == area.Length)
        {
            return Capital(area);
        }

        var rest = kind[(area.Length + 1)..].Replace('-', ' ').Replace('.', ' ');
        return area == "privacy" && rest.StartsWith("request ", StringComparison.Ordinal) ? $"Privacy request: {rest["request ".Length..]}" : $"{Areas.GetValueOrDefault(area, Capital(area))}: {rest}";
    }

    /// <summary>A role in words.</summary>
    public static string OfRole(string? role) => Roles.FirstOrDefault(r => r.Role == role).Words ?? role ?? "Unreadable";

    /// <summary>What became of a body, in a word.</summary>
    public static string OfState(AuditBodyState state) => state switch
    {
        AuditBodyState.Verified => "readable",
        AuditBodyState.Erased => "erased",
        AuditBodyState.Retired => "past its time",
        AuditBodyState.Mismatch => "altered",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>The minute of a leaf, as people read it: UTC, and said so where it is shown.</summary>
    public static string OfTime(string? time) => time is { Length: > 10 } ? time.Replace('T', ' ').TrimEnd('Z') : time ?? "";

    /// <summary>Models and policies, which a leaf joins with commas.</summary>
    public static string OfNames(params string?[] names) =>
        string.Join(", ", names.Where(n => n is not null).SelectMany(n => n!.Split(','))) is { Length: > 0 } all ? all : "none";

    /// <summary>The place of an entry.</summary>
    public static string OfIndex(long index) => index.ToString("N0", CultureInfo.InvariantCulture);

    private static string AreaOf(string kind) => kind.Split('.', 2)[0];

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
