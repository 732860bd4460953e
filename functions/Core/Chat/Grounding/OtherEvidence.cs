using RetailServerless.Core.Catalog;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>What the returns policy decided about lines of an order.</summary>
public sealed record ReturnEvidence : Evidence
{
    /// <inheritdoc/>
    public override string Kind => "policy";

    /// <inheritdoc/>
    public override string Reference => PolicyId;

    /// <summary>The policy, as <c>chat/returns</c>.</summary>
    public required string PolicyId { get; init; }

    /// <summary>The placeholder of the order.</summary>
    public required string Placeholder { get; init; }

    /// <summary>The decision about each line that was asked for.</summary>
    public required IReadOnlyList<ReturnEvidenceLine> Lines { get; init; }
}

/// <summary>The decision about one line.</summary>
/// <param name="Title">The article.</param>
/// <param name="Accepted">Whether a return was started.</param>
/// <param name="Code">Why, as a stable code.</param>
/// <param name="Reason">Why, one sentence.</param>
/// <param name="Counterfactual">What would have had to be different; <see langword="null"/> when nothing would have helped.</param>
/// <param name="LastDay">The last day on which it can or could be returned; <see langword="null"/> when there is none.</param>
/// <param name="WindowDays">Days after delivery in which the policy takes it back.</param>
public sealed record ReturnEvidenceLine(string Title, bool Accepted, string Code, string Reason, string? Counterfactual, DateOnly? LastDay, int WindowDays);

/// <summary>Sentences of a store policy that may be quoted.</summary>
public sealed record PolicyEvidence : Evidence
{
    /// <inheritdoc/>
    public override string Kind => "policy";

    /// <inheritdoc/>
    public override string Reference => $"{PolicyId}#{Topic}";

    /// <summary>The policy, as <c>chat/store</c>.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Its topic, as <c>shipping</c>.</summary>
    public required string Topic { get; init; }

    /// <summary>What it says.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }
}

/// <summary>What the catalog says about a whole selection.</summary>
public sealed record CatalogEvidence : Evidence
{
    /// <inheritdoc/>
    public override string Kind => "store";

    /// <inheritdoc/>
    public override string Reference => "catalog";

    /// <summary>How many products match.</summary>
    public required int Count { get; init; }

    /// <summary>The bound below which a price counts as affordable here; <see langword="null"/> when nobody asked.</summary>
    public Money? AffordableUpTo { get; init; }

    /// <summary>The words of the selection, as categories and brands.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}

/// <summary>A conversation handed to a person.</summary>
public sealed record TicketEvidence : Evidence
{
    /// <inheritdoc/>
    public override string Kind => "store";

    /// <inheritdoc/>
    public override string Reference => "handoff";

    /// <summary>Within how many hours somebody answers.</summary>
    public required int AnswerWithinHours { get; init; }
}
