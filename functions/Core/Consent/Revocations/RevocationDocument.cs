using System.Text.Json.Serialization;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Why a purpose was taken away.</summary>
public enum RevocationCause
{
    /// <summary>The person withdrew what they had agreed to (GDPR Art. 7(3)).</summary>
    Withdrawn,

    /// <summary>The person opted out of sale or sharing, or limited the use of sensitive data, without having agreed before (Civ. Code 1798.120, 1798.121).</summary>
    OptedOut,

    /// <summary>The browser of the person sent the Global Privacy Control signal (11 CCR 7025).</summary>
    GlobalPrivacyControl,

    /// <summary>Consent came to its end and was not renewed.</summary>
    Expired,
}

/// <summary>How far a revocation is.</summary>
public enum RevocationStatus
{
    /// <summary>Something is still to be removed.</summary>
    Open,

    /// <summary>Everything was removed or stopped, and the person was told.</summary>
    Completed,
}

/// <summary>
/// A purpose that was taken away, and what became of everything that rested on it. Container <c>consent-revocations</c>, partition the person, id the revocation. The gate has refused since
/// <see cref="At"/>; this is about what was there already.
/// </summary>
[PersonalData(Container = Container)]
public sealed record RevocationDocument
{
    /// <summary>The container.</summary>
    internal const string Container = "consent-revocations";

    /// <summary>The id of the receipt with which it began, or one that follows from it: doing it again finds the same.</summary>
    public required Guid Id { get; init; }

    /// <summary>The purposes, or channels of them.</summary>
    public required IReadOnlyList<ConsentScope> Scopes { get; init; }

    /// <summary>The purposes, each once.</summary>
    [JsonIgnore]
    public IReadOnlyList<Purpose> Purposes => [.. Scopes.Select(s => s.Purpose).Distinct()];

    /// <summary>Why.</summary>
    public required RevocationCause Cause { get; init; }

    /// <summary>Where it was decided.</summary>
    public required string Channel { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The consent policy, as <c>consent/default@1</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>The audit entry that it will leave.</summary>
    public required string AuditEntryId { get; init; }

    /// <summary>How far it is.</summary>
    public RevocationStatus Status { get; init; }

    /// <summary>What was removed or stopped.</summary>
    public IReadOnlyList<RevocationLine> Lines { get; init; } = [];

    /// <summary>Those to whom data was passed on, and what they said.</summary>
    public IReadOnlyList<ProcessorNotice> Processors { get; init; } = [];

    /// <summary>When everything was done, UTC.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When the confirmation was handed to the shop's mailer, UTC; <see langword="null"/> when there is no address.</summary>
    public DateTimeOffset? ConfirmationSentAt { get; init; }

    /// <summary>Whether something is kept, locked away, because the law asks for it.</summary>
    public bool HeldByLaw => Lines.Any(l => l.Held > 0);

    internal string DocumentId => DocumentIdOf(Id);

    internal static string DocumentIdOf(Guid id) => id.ToString("N");
}

/// <summary>What became of one kind of data or work.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">What it is, in plain words.</param>
/// <param name="IsWork">Whether it was stopped, and not removed.</param>
/// <param name="Found">How many items there were.</param>
/// <param name="Removed">How many were removed or stopped.</param>
/// <param name="Held">How many of them are kept sealed under a legal hold.</param>
/// <param name="KeptFor">The purposes that still hold and for which everything stays; empty when it was removed.</param>
/// <param name="DoneAt">When, UTC; <see langword="null"/> while it is to be done.</param>
public sealed record RevocationLine(string Name, string Words, bool IsWork, int Found = 0, int Removed = 0, int Held = 0, IReadOnlyList<Purpose>? KeptFor = null, DateTimeOffset? DoneAt = null);
