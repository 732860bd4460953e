namespace RetailServerless.Core.Privacy.Requests.Certificates;

/// <summary>How far an erasure went.</summary>
public enum ErasureExtent
{
    /// <summary>Nothing is left that could be found.</summary>
    Full,

    /// <summary>Nothing is left outside legal holds.</summary>
    Partial,
}

/// <summary>What an erasure did, in words that can be checked. It names nobody.</summary>
public sealed record ErasureCertificate
{
    /// <summary>Version of its form.</summary>
    public int V { get; init; } = 1;

    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The request.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>1 for the first, one more for each that replaces it.</summary>
    public required int Number { get; init; }

    /// <summary>The certificate that this one replaces; <see langword="null"/> for the first.</summary>
    public Guid? Supersedes { get; init; }

    /// <summary>How far it went.</summary>
    public required ErasureExtent Extent { get; init; }

    /// <summary>When the request came, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the certificate was made, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The regime, as <c>privacy/gdpr@1</c>.</summary>
    public required string Regime { get; init; }

    /// <summary>What was done in each store.</summary>
    public required IReadOnlyList<CertifiedStore> Stores { get; init; }

    /// <summary>When the person's key was destroyed, UTC: whatever it sealed is unreadable since.</summary>
    public required DateTimeOffset KeyDestroyedAt { get; init; }

    /// <summary>What was searched afterwards.</summary>
    public required CertifiedSweep Sweep { get; init; }

    /// <summary>Holds that were on the request, with their rules.</summary>
    public required IReadOnlyList<CertifiedHold> Holds { get; init; }

    /// <summary>What survives, and under which rule.</summary>
    public required IReadOnlyList<Survivor> Survives { get; init; }

    /// <summary>The last day on which a backup that holds the person's key can exist.</summary>
    public required DateOnly LastBackupExpires { get; init; }

    /// <summary>Models that learned from the person, and what is done about it.</summary>
    public required IReadOnlyList<TaughtModel> Models { get; init; }

    /// <summary>Those to whom the data was passed on, and what they answered.</summary>
    public required IReadOnlyList<CertifiedProcessor> Processors { get; init; }
}

/// <summary>One store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Found">Items found before.</param>
/// <param name="Erased">Items removed.</param>
/// <param name="Held">Items of those that a hold keeps, sealed under its own key.</param>
/// <param name="Left">Items found after it; 0.</param>
public sealed record CertifiedStore(string Name, int Found, int Erased, int Held, int Left);

/// <summary>The search afterwards.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Identifiers">How many identifiers of the person were looked for.</param>
/// <param name="Kinds">Of which kinds.</param>
/// <param name="Places">Where.</param>
/// <param name="Bytes">How many bytes were read.</param>
/// <param name="Found">How often one was found; 0.</param>
public sealed record CertifiedSweep(DateTimeOffset At, int Identifiers, IReadOnlyList<string> Kinds, IReadOnlyList<string> Places, long Bytes, int Found);

/// <summary>A hold.</summary>
/// <param name="Id">The hold.</param>
/// <param name="Stores">What it covers.</param>
/// <param name="Items">How many items it keeps.</param>
/// <param name="Rule">Why.</param>
/// <param name="Citation">The law.</param>
/// <param name="ReviewOn">When it is looked at again.</param>
/// <param name="ReleasedAt">When it was released, UTC.</param>
public sealed record CertifiedHold(Guid Id, IReadOnlyList<string> Stores, int Items, string Rule, string Citation, DateOnly ReviewOn, DateTimeOffset? ReleasedAt);

/// <summary>Something that survives.</summary>
/// <param name="What">In words.</param>
/// <param name="Rule">Why.</param>
/// <param name="Citation">The law.</param>
/// <param name="Until">Until when; <see langword="null"/>: as long as its reason lasts.</param>
public sealed record Survivor(string What, string Rule, string Citation, DateOnly? Until);

/// <summary>A model that learned from the person.</summary>
/// <param name="Model">Its name and version.</param>
/// <param name="Action">What is done: <c>retrain</c> or <c>remove</c>.</param>
/// <param name="DueBy">By when.</param>
public sealed record TaughtModel(string Model, string Action, DateOnly DueBy);

/// <summary>Somebody to whom data was passed on.</summary>
/// <param name="Name">Who.</param>
/// <param name="Status">What they answered; <c>open</c> while they have not.</param>
/// <param name="Proof">SHA-256 of their signed answer.</param>
public sealed record CertifiedProcessor(string Name, string Status, string? Proof);
