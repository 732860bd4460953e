using System.Globalization;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Replies;

namespace RetailServerless.Core.Chat.Turns;

/// <summary>A turn as its person sees it. Placeholders are put back at the edge, for that person alone.</summary>
public sealed record TurnView
{
    /// <summary>The turn.</summary>
    public required Guid TurnId { get; init; }

    /// <summary>The conversation.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>Its number in the conversation, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>How far it has come.</summary>
    public required TurnStatus Status { get; init; }

    /// <summary>When it was taken, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What was said.</summary>
    public required string Message { get; init; }

    /// <summary>What the shopper wants, as it was understood.</summary>
    public Intent? Intent { get; init; }

    /// <summary>What came out, as a stable code.</summary>
    public string? Outcome { get; init; }

    /// <summary>The reply; <see langword="null"/> while there is none.</summary>
    public ReplyView? Reply { get; init; }

    /// <summary>The products that it shows, best first.</summary>
    public IReadOnlyList<ProductCard> Products { get; init; } = [];

    /// <summary>What it rests on.</summary>
    public IReadOnlyList<CitationView> Citations { get; init; } = [];

    /// <summary>What wrote it.</summary>
    public ModelView? Model { get; init; }

    /// <summary>The decision record that explains it.</summary>
    public Guid? DecisionId { get; init; }

    /// <summary>Why there is no reply, as a stable code.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the shopper found it helpful; <see langword="null"/> when they did not say.</summary>
    public bool? Helpful { get; init; }

    /// <summary>Where to go on.</summary>
    public required TurnLinks Links { get; init; }

    /// <summary>A turn that is taken and has no document yet.</summary>
    public static TurnView Of(Guid conversation, PendingTurn taken) => new()
    {
        TurnId = taken.Turn,
        ConversationId = conversation,
        Number = taken.Number,
        Status = TurnStatus.Pending,
        CreatedAt = taken.At,
        Message = taken.Message,
        Links = TurnLinks.Of(conversation, taken, isDone: false),
    };

    /// <summary>A turn. What is not recorded yet is not shown.</summary>
    public static TurnView Of(TurnDocument turn) => turn.Status == TurnStatus.Pending
        ? Of(turn.Conversation, turn.Taken)
        : Of(turn.Conversation, turn.Taken) with
        {
            Status = turn.Status,
            Intent = turn.Plan?.Intent,
            Outcome = turn.Plan?.Outcome,
            Reply = turn.Reply is { } reply ? new ReplyView(reply.Text, reply.Sentences) : null,
            Products = turn.Plan is { } plan && turn.Reply is not null ? ProductCard.Of(plan) : [],
            Citations = turn.Plan is { } cited && turn.Reply is { } citing ? CitationView.Of(cited, citing) : [],
            Model = turn.Reply is { } written ? new ModelView(written.Model, written.IsLlm, written.Fallback) : null,
            DecisionId = turn.Taken.Decision,
            Failure = turn.Failure,
            Helpful = turn.Feedback?.Helpful,
            Links = TurnLinks.Of(turn.Conversation, turn.Taken, isDone: true),
        };
}

/// <summary>A reply.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Sentences">Sentence by sentence, with the evidence that each rests on.</param>
public sealed record ReplyView(string Text, IReadOnlyList<ReplySentence> Sentences);

/// <summary>What wrote a reply.</summary>
/// <param name="Name">The model, as <c>offline-responder@1</c>.</param>
/// <param name="IsLlm">Whether it is a large language model.</param>
/// <param name="Fallback">Why the rules answered in the place of the configured model; <see langword="null"/> when they did not.</param>
public sealed record ModelView(string Name, bool IsLlm, string? Fallback);

/// <summary>Where to go on from a turn.</summary>
public sealed record TurnLinks(string Self, string Conversation, string? Explanation, string? Feedback)
{
    /// <summary>The links of a turn.</summary>
    public static TurnLinks Of(Guid conversation, PendingTurn taken, bool isDone)
    {
        var home = string.Create(CultureInfo.InvariantCulture, $"/api/conversations/{conversation:D}");
        var self = string.Create(CultureInfo.InvariantCulture, $"{home}/turns/{taken.Turn:D}");
        return new TurnLinks(self, home, isDone ? $"/api/decisions/{taken.Decision:D}/explanation" : null, isDone ? self + "/feedback" : null);
    }
}

/// <summary>A product that a reply shows.</summary>
public sealed record ProductCard
{
    /// <summary>The shop's number.</summary>
    public required string Sku { get; init; }

    /// <summary>Its name.</summary>
    public required string Title { get; init; }

    /// <summary>Its brand.</summary>
    public string? Brand { get; init; }

    /// <summary>Its category path.</summary>
    public required string Category { get; init; }

    /// <summary>What is asked for it now.</summary>
    public Money? Price { get; init; }

    /// <summary>The regular price, when less is asked now.</summary>
    public Money? RegularPrice { get; init; }

    /// <summary>Whether it can be had.</summary>
    public required Availability Availability { get; init; }

    /// <summary>Its page.</summary>
    public string? Link { get; init; }

    /// <summary>Its image.</summary>
    public string? Image { get; init; }

    /// <summary>The number by which the reply cites it.</summary>
    public required int Citation { get; init; }

    /// <summary>The products that a plan shows.</summary>
    public static IReadOnlyList<ProductCard> Of(Planning.TurnPlan plan) =>
        [.. plan.Shown.Select(n => plan.Evidence.OfType<ProductEvidence>().Single(e => e.Number == n)).Select(Of)];

    private static ProductCard Of(ProductEvidence product) => new()
    {
        Sku = product.Sku,
        Title = product.Title,
        Brand = product.Brand,
        Category = product.Category,
        Price = product.Price,
        RegularPrice = product.RegularPrice,
        Availability = product.Availability,
        Link = product.Link,
        Image = product.Image,
        Citation = product.Number,
    };
}

/// <summary>A thing that a reply rests on.</summary>
/// <param name="Number">As the sentences cite it.</param>
/// <param name="Kind"><c>product</c>, <c>order</c>, <c>policy</c> or <c>store</c>.</param>
/// <param name="Reference">What it is.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Url">Its page; <see langword="null"/> when there is none.</param>
public sealed record CitationView(int Number, string Kind, string Reference, string Title, string? Url)
{
    /// <summary>The evidence that a reply cites, by number.</summary>
    public static IReadOnlyList<CitationView> Of(Planning.TurnPlan plan, WrittenReply reply)
    {
        var cited = reply.Sentences.SelectMany(s => s.Citations).ToHashSet();
        return [.. plan.Evidence.Where(e => cited.Contains(e.Number)).Select(Of)];
    }

    /// <summary>The citation of evidence.</summary>
    public static CitationView Of(Evidence evidence) => evidence switch
    {
        ProductEvidence product => new CitationView(product.Number, product.Kind, product.Sku, product.Title, product.Link),
        OrderEvidence order => new CitationView(order.Number, order.Kind, order.Placeholder, $"Order {order.Placeholder}", null),
        ReturnEvidence returns => new CitationView(returns.Number, returns.Kind, $"{returns.PolicyId}@{returns.Version}", "Returns policy", null),
        PolicyEvidence policy => new CitationView(policy.Number, policy.Kind, $"{policy.PolicyId}@{policy.Version}#{policy.Topic}", $"Store policy: {policy.Topic}", null),
        CatalogEvidence catalog => new CitationView(catalog.Number, catalog.Kind, $"catalog@{catalog.Version}", "Catalog", null),
        TicketEvidence ticket => new CitationView(ticket.Number, ticket.Kind, "handoff", "Hand-off to a person", null),
        _ => throw new ArgumentOutOfRangeException(nameof(evidence), evidence, null),
    };
}
