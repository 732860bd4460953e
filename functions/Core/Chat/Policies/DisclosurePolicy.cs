using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Chat.Policies;

/// <summary>What a shopper is told before the first answer, <c>policies/chat/ai-disclosure.yaml</c> (Regulation (EU) 2024/1689, Art. 50(1)).</summary>
public sealed record DisclosurePolicy : IValidatedPolicy
{
    /// <summary>Its id in the policy store.</summary>
    public const string Id = "chat/ai-disclosure";

    /// <summary>The statement.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        if (!Text.Contains("AI", StringComparison.Ordinal))
        {
            yield return new PolicyProblem("$.text", "must say that an AI answers (Regulation (EU) 2024/1689, Art. 50(1))");
        }
    }
}
