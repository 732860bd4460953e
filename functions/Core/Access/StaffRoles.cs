namespace RetailServerless.Core.Access;

/// <summary>The roles of staff, as the <c>roles</c> claim of their tokens names them.</summary>
public static class StaffRoles
{
    /// <summary>Answers the requests of people about their data.</summary>
    public const string PrivacyOfficer = "Privacy.Officer";

    /// <summary>Approves models and policies.</summary>
    public const string GovernanceBoard = "Governance.Board";

    /// <summary>Reads what governance may read, and changes nothing.</summary>
    public const string GovernanceAuditor = "Governance.Auditor";

    /// <summary>Keeps catalog, stock and plans.</summary>
    public const string MerchandisingPlanner = "Merchandising.Planner";

    /// <summary>Runs the platform: storefront keys, imports.</summary>
    public const string PlatformAdmin = "Platform.Admin";

    /// <summary>All roles; a role that is not one of these gives no right.</summary>
    public static IReadOnlyList<string> All { get; } = [PrivacyOfficer, GovernanceBoard, GovernanceAuditor, MerchandisingPlanner, PlatformAdmin];
}
