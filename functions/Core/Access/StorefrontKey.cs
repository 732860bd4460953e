namespace RetailServerless.Core.Access;

/// <summary>A storefront key as it is kept: by hash, never in plain.</summary>
public sealed record StorefrontKey
{
    /// <summary>Its name, 1 to 40 of <c>a-z 0-9 -</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it may be used for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>SHA-256 of the key, 32 bytes. The key has 256 random bits, so that a plain hash is enough.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>SHA-256 of the key before the last rotation; <see langword="null"/> when there is none.</summary>
    public byte[]? PreviousHash { get; init; }

    /// <summary>Until when the key before is still good, UTC.</summary>
    public DateTimeOffset? PreviousValidUntil { get; init; }

    /// <summary>When the key was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last rotated, UTC.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>Since when it is no longer good, UTC; <see langword="null"/> while it is.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
