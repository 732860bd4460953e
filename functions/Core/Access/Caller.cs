using RetailServerless.Core.People;

namespace RetailServerless.Core.Access;

/// <summary>What kind of caller a request has.</summary>
public enum CallerKind
{
    /// <summary>Nobody known.</summary>
    Anonymous,

    /// <summary>A storefront with its key; it may name the shopper it acts for.</summary>
    Storefront,

    /// <summary>A shopper with their own token.</summary>
    Shopper,

    /// <summary>An unknown visitor with a short-lived token that a storefront had made.</summary>
    Visitor,

    /// <summary>Staff with at least one role.</summary>
    Staff,
}

/// <summary>Who calls, as the access middleware found out. Never written to a log.</summary>
public sealed record Caller
{
    /// <summary>Nobody known.</summary>
    public static Caller Anonymous { get; } = new() { Kind = CallerKind.Anonymous };

    /// <summary>What kind.</summary>
    public required CallerKind Kind { get; init; }

    /// <summary>The shopper or visitor who calls, or the one whom the storefront names; <see langword="null"/> for staff, and for a storefront that names nobody.</summary>
    public PersonId? Person { get; init; }

    /// <summary>Name of the storefront key; <see langword="null"/> unless a storefront calls.</summary>
    public string? Storefront { get; init; }

    /// <summary>Staff roles, as <c>Governance.Auditor</c>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Opaque, stable id of a staff member, for "the proposer cannot approve"; <see langword="null"/> otherwise.</summary>
    public string? StaffId { get; init; }

    /// <summary>When the shopper signed in, UTC (<c>auth_time</c>, OpenID Connect Core section 2); <see langword="null"/> when their token does not say it, or nobody signed in.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>The role that audit entries name: <c>shopper</c>, <c>visitor</c>, <c>storefront</c>, <c>anonymous</c>, or the first staff role.</summary>
    public string Role => Kind == CallerKind.Staff ? Roles[0] : Kind.ToString().ToLowerInvariant();
}
