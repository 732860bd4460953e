using System.Security.Claims;

namespace RetailServerless.Console.Components;

/// <summary>The roles of staff, as tokens name them and as people do.</summary>
internal static class RoleNames
{
    public const string PrivacyOfficer = "Privacy.Officer";
    public const string GovernanceBoard = "Governance.Board";
    public const string GovernanceAuditor = "Governance.Auditor";
    public const string MerchandisingPlanner = "Merchandising.Planner";
    public const string PlatformAdmin = "Platform.Admin";

    /// <summary>Everyone on the staff.</summary>
    public const string AnyStaff = $"{PrivacyOfficer},{GovernanceBoard},{GovernanceAuditor},{MerchandisingPlanner},{PlatformAdmin}";

    /// <summary>Those who read what concerns people: requests and the audit trail.</summary>
    public const string Oversight = $"{PrivacyOfficer},{GovernanceBoard},{GovernanceAuditor}";

    /// <summary>Those who may propose and decide about policies; the policy governance/approval says more.</summary>
    public const string PolicyChange = $"{PrivacyOfficer},{GovernanceBoard}";

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        [PrivacyOfficer] = "privacy officer",
        [GovernanceBoard] = "governance board",
        [GovernanceAuditor] = "auditor (reads only)",
        [MerchandisingPlanner] = "planner",
        [PlatformAdmin] = "administrator",
    };

    /// <summary>The roles of a user that the console knows.</summary>
    public static IReadOnlyList<string> Of(ClaimsPrincipal user) => [.. Words.Keys.Where(user.IsInRole)];

    /// <summary>The roles in words.</summary>
    public static string Describe(ClaimsPrincipal user) => Of(user) is { Count: > 0 } roles ? string.Join(", ", roles.Select(r => Words[r])) : "somebody without a role";

    /// <summary>A role in words.</summary>
    public static string WordOf(string role) => Words.GetValueOrDefault(role, role);

    /// <summary>Whether the user has one of these roles, separated by commas.</summary>
    public static bool HasAny(ClaimsPrincipal user, string roles) => roles.Split(',').Any(user.IsInRole);

    /// <summary>How the user is named: by name, else by the number of the issuer.</summary>
    public static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? user.FindFirst("preferred_username")?.Value ?? user.FindFirst("sub")?.Value ?? "you";
}
