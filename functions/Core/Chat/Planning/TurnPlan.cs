using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Decisions;

namespace RetailServerless.Core.Chat.Planning;

/// <summary>What the rules decided about a turn before a word of the answer is written. No personal data: orders are named by their placeholders.</summary>
public sealed record TurnPlan
{
    /// <summary>What the shopper wants.</summary>
    public required Intent Intent { get; init; }

    /// <summary>What comes out, as a stable code of <see cref="DecisionRecord.Outcome"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>What the answer says, in order.</summary>
    public required IReadOnlyList<Point> Points { get; init; }

    /// <summary>What the answer may rest on.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>The evidence numbers of the products that are shown, best first.</summary>
    public IReadOnlyList<int> Shown { get; init; } = [];

    /// <summary>The SKU of the product that is talked about; <see langword="null"/> when it is none or several.</summary>
    public string? Focus { get; init; }

    /// <summary>The placeholder of the order of which the chat asked what to send back; <see langword="null"/> when it did not ask.</summary>
    public string? AwaitsReturnOf { get; init; }

    /// <summary>What was considered, best first.</summary>
    public IReadOnlyList<Candidate> Candidates { get; init; } = [];

    /// <summary>The models that took part before the answer.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The policies that decided.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>The grants under which personal data was read.</summary>
    public IReadOnlyList<GrantReference> Grants { get; init; } = [];

    /// <summary>The purposes that were refused.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>Why, one plain sentence each.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What would have had to be different for another outcome.</summary>
    public string? Counterfactual { get; init; }

    /// <summary>Whether a person is asked to take over.</summary>
    public bool HandsOff { get; init; }
}

/// <summary>One thing that the answer says.</summary>
/// <param name="Code">What it says.</param>
/// <param name="Evidence">The evidence it rests on; 0 when it rests on none.</param>
/// <param name="Value">A detail that belongs to the code, as the name of an attribute; <see langword="null"/> when there is none.</param>
public sealed record Point(PointCode Code, int Evidence = 0, string? Value = null);

/// <summary>What a point says.</summary>
public enum PointCode
{
    /// <summary>A greeting.</summary>
    Greet,

    /// <summary>A reply to thanks.</summary>
    Welcome,

    /// <summary>That the chat cannot answer this.</summary>
    CannotAnswer,

    /// <summary>What the chat can do.</summary>
    Capabilities,

    /// <summary>How many products match.</summary>
    Found,

    /// <summary>That nothing matches everything, and which constraint was dropped (the value).</summary>
    Relaxed,

    /// <summary>That the words were taken for others, which are more likely in this catalog (the value).</summary>
    Corrected,

    /// <summary>That nothing matches at all.</summary>
    NothingFound,

    /// <summary>Up to which price something counts as affordable.</summary>
    AffordableMeans,

    /// <summary>A product with price and availability.</summary>
    Offer,

    /// <summary>That these come first because of what the person bought before.</summary>
    Personalized,

    /// <summary>What a product costs.</summary>
    Price,

    /// <summary>Whether a product can be had.</summary>
    Stock,

    /// <summary>What a product is.</summary>
    Describe,

    /// <summary>One attribute of a product (the value is its name).</summary>
    Attribute,

    /// <summary>That the catalog says nothing about an attribute (the value is its name).</summary>
    AttributeUnknown,

    /// <summary>That the catalog does not have what was asked of a product.</summary>
    NotSaid,

    /// <summary>A question which product is meant.</summary>
    AskProduct,

    /// <summary>How far an order has come.</summary>
    OrderStatus,

    /// <summary>What is in an order.</summary>
    OrderLines,

    /// <summary>That there is no such order of this person.</summary>
    OrderUnknown,

    /// <summary>That this person has no orders.</summary>
    NoOrders,

    /// <summary>A question for the number of the order.</summary>
    AskOrder,

    /// <summary>That orders belong to an account, which a visitor has not.</summary>
    NeedsAccount,

    /// <summary>A question which line of the order is meant.</summary>
    AskLine,

    /// <summary>The decision about a line of a return (the value is its position).</summary>
    ReturnLine,

    /// <summary>What a store policy says.</summary>
    Quote,

    /// <summary>That a person takes over.</summary>
    HandedOff,

    /// <summary>That something personal may not be read now.</summary>
    Refused,

    /// <summary>That the catalog is not there yet.</summary>
    NoCatalog,
}
