namespace RetailServerless.Core.Chat.Returns;

/// <summary>What was decided about a return.</summary>
public enum ReturnCode
{
    /// <summary>The return is started.</summary>
    Accepted,

    /// <summary>A return of this line was started before.</summary>
    AlreadyOpen,

    /// <summary>The order was sent back in whole before.</summary>
    AlreadyReturned,

    /// <summary>The order was cancelled.</summary>
    Cancelled,

    /// <summary>The article has not arrived.</summary>
    NotDelivered,

    /// <summary>Articles of this category are not taken back.</summary>
    CategoryExcluded,

    /// <summary>The last day is over.</summary>
    WindowClosed,
}

/// <summary>A decision and why. No personal data.</summary>
/// <param name="Code">What was decided.</param>
/// <param name="Reason">Why, one sentence.</param>
/// <param name="Counterfactual">What would have had to be different; <see langword="null"/> when nothing would have helped, or nothing had to.</param>
/// <param name="LastDay">The last day on which it can or could be sent back; <see langword="null"/> before delivery.</param>
/// <param name="WindowDays">The window of the article, in days.</param>
public sealed record ReturnDecision(ReturnCode Code, string Reason, string? Counterfactual, DateOnly? LastDay, int WindowDays)
{
    /// <summary>Whether a return is started by it.</summary>
    public bool IsAccepted => Code == ReturnCode.Accepted;
}
