using System.Text.RegularExpressions;
using RetailServerless.Console.Components;

namespace RetailServerless.Console.Policies;

/// <summary>Policies in words.</summary>
internal static partial class PolicyWords
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["consent/default"] = "Consent",
        ["governance/approval"] = "Approval of policies",
        ["chat/returns"] = "Returns",
        ["chat/store"] = "What the chat may say about the shop",
        ["chat/ai-disclosure"] = "AI disclosure",
        ["chat/redaction"] = "Redaction",
        ["privacy-requests/default"] = "Handling of privacy requests",
        ["privacy/gdpr"] = "GDPR",
        ["privacy/uk-gdpr"] = "UK GDPR",
        ["privacy/ccpa"] = "CCPA",
    };

    private static readonly Dictionary<string, string> Areas = new(StringComparer.Ordinal)
    {
        ["consent"] = "Consent",
        ["privacy"] = "Privacy regimes",
        ["privacy-requests"] = "Privacy requests",
        ["governance"] = "Governance",
        ["chat"] = "Chat",
        ["retention"] = "Retention",
        ["fairness"] = "Fairness",
    };

    private static readonly Dictionary<string, string> Purposes = new(StringComparer.Ordinal)
    {
        ["service"] = "Service",
        ["personalization"] = "Personalization",
        ["analytics"] = "Analytics",
        ["modelTraining"] = "Model training",
        ["marketing"] = "Marketing",
        ["saleOrShare"] = "Sale or sharing",
        ["sensitive"] = "Sensitive information",
    };

    /// <summary>The name of a policy.</summary>
    public static string NameOf(string id) => Names.GetValueOrDefault(id) ?? Sentence(string.Join(' ', id.Split('/').Skip(1)));

    /// <summary>The area that a policy belongs to.</summary>
    public static string AreaOf(string id) => Areas.GetValueOrDefault(id.Split('/')[0]) ?? Sentence(id.Split('/')[0]);

    /// <summary>A purpose.</summary>
    public static string PurposeOf(string name) => Purposes.GetValueOrDefault(name) ?? Sentence(name);

    /// <summary>A legal ground, with where the law has it.</summary>
    public static string BasisOf(string name) => name switch
    {
        "consent" => "Consent (GDPR Art. 6(1)(a))",
        "contract" => "Contract (GDPR Art. 6(1)(b))",
        "legalObligation" => "Legal obligation (GDPR Art. 6(1)(c))",
        _ => Sentence(name),
    };

    /// <summary>How a version stands.</summary>
    public static string StandingOf(PolicyStanding standing) => standing switch
    {
        PolicyStanding.Proposed => "Waits for approval",
        PolicyStanding.Rejected => "Rejected",
        PolicyStanding.Scheduled => "Approved, not yet in effect",
        PolicyStanding.InEffect => "In effect",
        PolicyStanding.Superseded => "Replaced",
        PolicyStanding.AwaitsAnchor => "Approved, waits for the audit log",
        PolicyStanding.Withdrawn => "Withdrawn",
        _ => standing.ToString(),
    };

    /// <summary>What happened to a version.</summary>
    public static string EventOf(PolicyEventKind kind) => kind switch
    {
        PolicyEventKind.Proposed => "Proposed",
        PolicyEventKind.Endorsed => "Approved by one, more must",
        PolicyEventKind.Approved => "Approved",
        PolicyEventKind.Rejected => "Rejected",
        PolicyEventKind.Withdrawn => "Withdrawn by its author",
        _ => kind.ToString(),
    };

    /// <summary>Who must do what for a change.</summary>
    public static string RuleOf(ApprovalRule rule) =>
        $"A change is proposed by {Any(rule.Propose)}. It takes effect once {(rule.Quorum == 1 ? "somebody else approves it" : $"{rule.Quorum} others approve it")}: {Any(rule.Approve)}.";

    /// <summary>An author: <c>seed</c> is what the product ships with, others are known by an opaque id.</summary>
    public static string AuthorOf(string author) => author == "seed" ? "the product" : author.Length > 8 ? author[..8] : author;

    /// <summary>A name of a member as words: <c>expiresAfterDays</c> as <c>Expires after days</c>.</summary>
    public static string Sentence(string name)
    {
        var words = Hump().Replace(name, " ").Replace('-', ' ').Replace('_', ' ').ToLowerInvariant().Trim();
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string Any(IReadOnlyList<string> roles) => string.Join(" or ", roles.Select(r => r == RoleNames.GovernanceBoard ? "a member of the governance board" : "a " + RoleNames.WordOf(r)));

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hump();
}
