namespace RetailServerless.Core.Chat.Policies;

/// <summary>What a shopper is told before the first answer, <c>policies/chat/ai-disclosure.yaml</c> (Regulation (EU) 2024/1689, Art. 50(1)).</summary>
public sealed record DisclosurePolicy
{
    /// <summary>Its id in the policy store.</summary>
    public const string Id = "chat/ai-disclosure";

    /// <summary>The statement.</summary>
    public required string Text { get; init; }
}
