namespace RetailServerless.Core.Chat.Understanding;

/// <summary>What was understood of one message.</summary>
public sealed record TurnUnderstanding
{
    /// <summary>What the shopper wants.</summary>
    public required Intent Intent { get; init; }

    /// <summary>Which products they have in mind.</summary>
    public ProductQuery Query { get; init; } = new();

    /// <summary>Products shown before to which the message points, as positions from 0 in the last list.</summary>
    public IReadOnlyList<int> Shown { get; init; } = [];

    /// <summary>Whether the message points at the product talked about last (<c>it</c>, <c>that one</c>).</summary>
    public bool PointsAtFocus { get; init; }

    /// <summary>The placeholder of the order that was named.</summary>
    public string? Order { get; init; }

    /// <summary>The topic of the store policy that was asked about.</summary>
    public string? Topic { get; init; }

    /// <summary>Attributes that were asked about, by name, as <c>color</c>.</summary>
    public IReadOnlyList<string> AskedAttributes { get; init; } = [];

    /// <summary>Whether everything in the order is meant.</summary>
    public bool WholeOrder { get; init; }

    /// <summary>The words that say something: no articles, no verbs of asking.</summary>
    public IReadOnlyList<string> ContentWords { get; init; } = [];
}

/// <summary>What of the conversation a message may point at.</summary>
/// <param name="ShownCount">How many products were shown last.</param>
/// <param name="HasFocus">Whether one product was talked about last.</param>
/// <param name="AwaitsReturn">Whether the chat asked what to send back.</param>
public readonly record struct DialogueContext(int ShownCount, bool HasFocus, bool AwaitsReturn);
