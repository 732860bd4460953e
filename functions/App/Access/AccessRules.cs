using RetailServerless.Core.Access;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Access;

/// <summary>Decides whether a caller meets a requirement. Pure; whatever is not allowed is refused.</summary>
internal static class AccessRules
{
    public static readonly Failure Unauthenticated = new(
        FailureKind.Unauthenticated,
        "unauthenticated",
        "Send a valid storefront key in the header x-storefront-key, or a valid token as Authorization: Bearer.");

    private static readonly Failure Forbidden = new(FailureKind.Forbidden, "forbidden", "This caller may not use this route.");

    private static readonly Failure NotOwner = new(FailureKind.Forbidden, "not-your-own", "A shopper's data can be reached only for that very shopper.");

    private static readonly Failure NamesNobody = new(
        FailureKind.Invalid,
        "person-needed",
        "Name whom the storefront acts for: the customer's number in the header x-shopper-id, or a visitor's UUID in x-visitor-id.");

    /// <summary>Decides.</summary>
    /// <param name="requirement">Who may call; <see langword="null"/> for a route that is not in the table.</param>
    /// <param name="found">Who calls.</param>
    /// <param name="routeCustomer">The route value <c>id</c>, where there is one.</param>
    /// <returns><see langword="null"/> when the call may go on.</returns>
    public static Failure? Check(Requirement? requirement, FoundCaller found, string? routeCustomer)
    {
        if (requirement is null)
        {
            return Forbidden;
        }

        if (requirement.Public)
        {
            return null;
        }

        var caller = found.Caller;
        return caller.Kind switch
        {
            CallerKind.Anonymous => Unauthenticated,
            CallerKind.Staff => caller.Roles.Intersect(requirement.Staff, StringComparer.Ordinal).Any() ? null : Forbidden,
            CallerKind.Shopper => requirement.Shopper && ScopeSuffices(requirement, found) ? CheckOwner(requirement, caller, routeCustomer) : Forbidden,
            CallerKind.Visitor => requirement.Visitor && ScopeSuffices(requirement, found) ? CheckOwner(requirement, caller, routeCustomer) : Forbidden,
            CallerKind.Storefront => requirement.StorefrontScope is not null && ScopeSuffices(requirement, found) ? CheckStorefront(requirement, caller, routeCustomer) : Forbidden,
            _ => Forbidden,
        };
    }

    // A key that stands beside a token must be good for the route too, where storefronts may call it at all.
    private static bool ScopeSuffices(Requirement requirement, FoundCaller found) =>
        found.Key is null || requirement.StorefrontScope is null || found.Key.Scopes.Contains(requirement.StorefrontScope, StringComparer.Ordinal);

    private static Failure? CheckStorefront(Requirement requirement, Caller caller, string? routeCustomer) =>
        requirement.StorefrontNamesPerson && caller.Person is null ? NamesNobody : CheckOwner(requirement, caller, routeCustomer);

    private static Failure? CheckOwner(Requirement requirement, Caller caller, string? routeCustomer) => requirement.Owner switch
    {
        Owner.Nobody or Owner.CheckedByFunction => null,
        Owner.RouteCustomer => routeCustomer is not null && caller.Person == PersonId.Of(new CustomerId(routeCustomer)) ? null : NotOwner,
        _ => Forbidden,
    };
}

/// <summary>A caller, and the storefront key that was sent along.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Key">The key; <see langword="null"/> when none was sent.</param>
internal sealed record FoundCaller(Caller Caller, StorefrontKey? Key)
{
    public static FoundCaller Nobody { get; } = new(Caller.Anonymous, null);
}
