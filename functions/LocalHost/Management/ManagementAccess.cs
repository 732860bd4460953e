using Microsoft.AspNetCore.Http;
using RetailServerless.LocalHost.Http;

namespace RetailServerless.LocalHost.Management;

/// <summary>
/// The host's own word on who may manage orchestrations, said after all middleware and before the function: the user of the request must have
/// been authenticated by a middleware of the application and have the role <see cref="Role"/>. An application that authenticates nobody serves
/// the management API to nobody.
/// </summary>
public static class ManagementAccess
{
    /// <summary>The role that the user of the request (<c>HttpContext.User</c>) must have.</summary>
    public const string Role = "Platform.Admin";

    private static readonly Rejection NoUser = new(
        StatusCodes.Status401Unauthorized, "unauthenticated", "Orchestrations are managed by an authenticated administrator only.");

    private static readonly Rejection NoAdministrator = new(
        StatusCodes.Status403Forbidden, "forbidden", $"Orchestrations are managed by the role {Role} only.");

    /// <summary>Why a request may not manage orchestrations; null when it may.</summary>
    internal static Rejection? Refuse(HttpContext http) =>
        http.User.Identity is not { IsAuthenticated: true } ? NoUser : http.User.IsInRole(Role) ? null : NoAdministrator;
}
