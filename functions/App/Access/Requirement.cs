namespace RetailServerless.Functions.Access;

/// <summary>Who may call a route. What is not set is refused.</summary>
public sealed record Requirement
{
    /// <summary>Anybody, without saying who.</summary>
    public bool Public { get; init; }

    /// <summary>The scope that a storefront's key must have; <see langword="null"/>: no storefront may call.</summary>
    public string? StorefrontScope { get; init; }

    /// <summary>Whether a storefront must name the person it acts for.</summary>
    public bool StorefrontNamesPerson { get; init; }

    /// <summary>Whether a shopper's own token is good.</summary>
    public bool Shopper { get; init; }

    /// <summary>Whether a visitor's token is good.</summary>
    public bool Visitor { get; init; }

    /// <summary>Staff roles, one of which is enough.</summary>
    public IReadOnlyList<string> Staff { get; init; } = [];

    /// <summary>Whose thing it must be. Staff are not owners; their role decides.</summary>
    public Owner Owner { get; init; }
}

/// <summary>Whose thing a route is about.</summary>
public enum Owner
{
    /// <summary>Nobody's.</summary>
    Nobody,

    /// <summary>The customer whose number is the route value <c>id</c>; the middleware compares it with the caller's person.</summary>
    RouteCustomer,

    /// <summary>The person of the conversation or decision; the function compares it with the caller's person once it has read it, and answers 404 to others.</summary>
    CheckedByFunction,
}
