namespace RetailServerless.Core.Chat.Replies;

/// <summary>How long a model is waited for, settings <c>Chat:FirstTokenTimeoutMilliseconds</c> and <c>Chat:ReplyTimeoutMilliseconds</c>.</summary>
public sealed record ReplyOptions
{
    /// <summary>Until its first token. Default 5 s.</summary>
    public TimeSpan FirstTokenTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Until its last token. Default 30 s.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Characters after which an answer is cut. Default 8,000.</summary>
    public int MaxCharacters { get; init; } = 8_000;
}
