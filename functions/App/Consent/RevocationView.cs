using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;

namespace RetailServerless.Functions.Consent;

/// <summary>A purpose that was taken away, as the person sees it.</summary>
internal sealed record RevocationView
{
    /// <summary>The revocation.</summary>
    public required Guid Id { get; init; }

    /// <summary>The purposes, or channels of them.</summary>
    public required IReadOnlyList<ConsentScope> Purposes { get; init; }

    /// <summary>Why.</summary>
    public required RevocationCause Cause { get; init; }

    /// <summary>Where it was decided.</summary>
    public required string Channel { get; init; }

    /// <summary>Since when nothing is used for these purposes any more, UTC.</summary>
    public required DateTimeOffset InEffectSince { get; init; }

    /// <summary>How far it is.</summary>
    public required RevocationStatus Status { get; init; }

    /// <summary>What was removed or stopped.</summary>
    public required IReadOnlyList<RevokedItem> Items { get; init; }

    /// <summary>Whether something is kept, locked away, because the law asks for it.</summary>
    public required bool HeldByLaw { get; init; }

    /// <summary>Those to whom data was passed on.</summary>
    public required IReadOnlyList<ToldProcessor> Processors { get; init; }

    /// <summary>When everything was done, UTC.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When the confirmation was handed to the shop's mailer, UTC.</summary>
    public DateTimeOffset? ConfirmationSentAt { get; init; }

    /// <summary>The confirmation, in words; once everything was done.</summary>
    public string? Confirmation { get; init; }

    public static RevocationView Of(RevocationDocument revocation) => new()
    {
        Id = revocation.Id,
        Purposes = revocation.Scopes,
        Cause = revocation.Cause,
        Channel = revocation.Channel,
        InEffectSince = revocation.At,
        Status = revocation.Status,
        Items = [.. revocation.Lines.Select(l => new RevokedItem(l.Name, l.Words, l.IsWork, l.Removed, l.KeptFor ?? [], l.DoneAt))],
        HeldByLaw = revocation.HeldByLaw,
        Processors = [.. revocation.Processors.Select(p => new ToldProcessor(p.Name, p.ToldAt, p.Status))],
        CompletedAt = revocation.CompletedAt,
        ConfirmationSentAt = revocation.ConfirmationSentAt,
        Confirmation = revocation.Status == RevocationStatus.Completed ? RevocationWords.Statement(revocation) : null,
    };
}

/// <summary>One kind of data or work.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Contents">What it is.</param>
/// <param name="IsWork">Whether it was stopped, and not removed.</param>
/// <param name="Removed">How many items.</param>
/// <param name="KeptFor">The purposes that still hold, for which it stays.</param>
/// <param name="DoneAt">When, UTC.</param>
internal sealed record RevokedItem(string Name, string Contents, bool IsWork, int Removed, IReadOnlyList<Purpose> KeptFor, DateTimeOffset? DoneAt);

/// <summary>Somebody to whom data was passed on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ToldAt">When it was told to stop, UTC.</param>
/// <param name="Status">What it said.</param>
internal sealed record ToldProcessor(string Name, DateTimeOffset? ToldAt, string? Status);
