using RetailServerless.Core.Catalog;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Core.Chat.Planning;

/// <summary>A turn that is to be planned.</summary>
public sealed record PlanRequest
{
    /// <summary>Who asks.</summary>
    public required PersonId Person { get; init; }

    /// <summary>What the request said about privacy.</summary>
    public PrivacySignals Signals { get; init; }

    /// <summary>The conversation.</summary>
    public required Guid Conversation { get; init; }

    /// <summary>The turn.</summary>
    public required Guid Turn { get; init; }

    /// <summary>What was said, redacted.</summary>
    public required string Message { get; init; }

    /// <summary>The conversation's vault: rules resolve placeholders, and add the orders that they find.</summary>
    public required PlaceholderVault Vault { get; init; }

    /// <summary>The products shown last, in order.</summary>
    public IReadOnlyList<Sku> Shown { get; init; } = [];

    /// <summary>The product talked about last.</summary>
    public Sku? Focus { get; init; }

    /// <summary>The placeholder of the order of which the chat asked what to send back.</summary>
    public string? AwaitsReturnOf { get; init; }
}
