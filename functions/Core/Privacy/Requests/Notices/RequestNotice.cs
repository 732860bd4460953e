namespace RetailServerless.Core.Privacy.Requests.Notices;

/// <summary>What a person is told about their request.</summary>
public enum NoticeKind
{
    /// <summary>It came, and by when it is answered (11 CCR 7021(a)).</summary>
    Acknowledgement,

    /// <summary>It is asked which data are meant (UK GDPR Art. 12A(5)).</summary>
    Question,

    /// <summary>The answer takes longer, and why (GDPR Art. 12(3)).</summary>
    Extension,

    /// <summary>It is refused: the reason, and how to complain (GDPR Art. 12(4)).</summary>
    Refusal,

    /// <summary>The erasure begins; afterwards nothing is left to write to.</summary>
    ErasureBegins,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>Nobody proved who asked.</summary>
    NotVerified,

    /// <summary>A restriction will be lifted (GDPR Art. 18(3)).</summary>
    RestrictionLift,
}

/// <summary>Something that the person is told, as the request keeps it: never the text, never the address.</summary>
/// <param name="Kind">What.</param>
/// <param name="Since">Since when it is to be told, UTC.</param>
/// <param name="ToldAt">When it was handed to whoever delivers it, UTC; <see langword="null"/>: not yet.</param>
/// <param name="Channel">How: <c>email</c>, <c>phone</c>, <c>in-answer</c> where whoever made the request read it in the answer, or <c>none</c> when the shop has no address.</param>
public sealed record RequestNotice(NoticeKind Kind, DateTimeOffset Since, DateTimeOffset? ToldAt = null, string? Channel = null);
