using System.Security.Claims;
using MudBlazor;

namespace RetailServerless.Console.Components;

/// <summary>A part of the console, as navigation and overview name it.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Path">Where it is, without a slash at its start.</param>
/// <param name="Text">What is done there.</param>
/// <param name="Icon">Its picture.</param>
/// <param name="Roles">Roles that may go there, separated by commas: the same constant as in the <c>[Authorize]</c> of its pages.</param>
internal sealed record Area(string Title, string Path, string Text, string Icon, string Roles)
{
    /// <summary>All parts, in the order of the navigation.</summary>
    public static IReadOnlyList<Area> All { get; } =
    [
        new("Policies", "policies", "Read what the platform may do, compare versions, propose and approve changes.", Icons.Material.Outlined.Policy, RoleNames.AnyStaff),
        new("Consent rates", "consent/rates", "See how often people agree, refuse and change their mind, by purpose and over time.", Icons.Material.Outlined.StackedBarChart, RoleNames.Oversight),
        new("Audit trail", "audit", "Search what was decided and changed, and check in your browser that nothing was altered since.", Icons.Material.Outlined.VerifiedUser, RoleNames.Oversight),
        new("Privacy requests", "privacy", "Answer what people ask about their data, inside the time that the law gives, with holds and certificates.", Icons.Material.Outlined.PrivacyTip, RoleNames.Oversight),
    ];

    /// <summary>The parts that a user may go to.</summary>
    public static IEnumerable<Area> Of(ClaimsPrincipal user) => All.Where(area => RoleNames.HasAny(user, area.Roles));
}
