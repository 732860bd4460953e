using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Planning;
using RetailServerless.Core.Chat.Replies;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Turns;

/// <summary>
/// The events of one attempt in their order: <c>products</c>, then for each sentence a <c>token</c> and the <c>citation</c>s that are new in it, at last <c>done</c> or <c>error</c>.
/// The same reply always gives the same events with the same numbers, so that they can be read again when the stream has forgotten them.
/// </summary>
public sealed class ReplyEvents(TurnPlan plan)
{
    private readonly HashSet<int> _cited = [];

    /// <summary>What comes before the first sentence.</summary>
    public IEnumerable<ReplyEvent> Begin()
    {
        if (plan.Shown.Count > 0)
        {
            yield return new ReplyEvent("products", new JsonObject { ["products"] = Node(ProductCard.Of(plan)) });
        }
    }

    /// <summary>What a sentence gives.</summary>
    public IEnumerable<ReplyEvent> Next(ReplySentence sentence)
    {
        yield return new ReplyEvent("token", Node(sentence)!);
        foreach (var evidence in plan.Evidence.Where(e => sentence.Citations.Contains(e.Number) && _cited.Add(e.Number)))
        {
            yield return new ReplyEvent("citation", Node(CitationView.Of(evidence))!);
        }
    }

    /// <summary>All events of a turn that is done, at their positions.</summary>
    public static IReadOnlyList<ReplyStreamEntry> Of(TurnDocument turn)
    {
        var attempt = Math.Max(1, turn.Attempt);
        var entries = Written(turn).Append(End(turn)).Select((e, i) => new ReplyStreamEntry(new ReplyPosition(attempt, i + 1), e));
        return [.. entries];
    }

    /// <summary>The last event of a turn that is done, at its position.</summary>
    public static ReplyStreamEntry EndOf(TurnDocument turn) => new(new ReplyPosition(Math.Max(1, turn.Attempt), Written(turn).Count() + 1), End(turn));

    private static IEnumerable<ReplyEvent> Written(TurnDocument turn)
    {
        if (turn is not { Plan: { } plan, Reply: { } reply, Status: TurnStatus.Completed })
        {
            return [];
        }

        var events = new ReplyEvents(plan);
        return events.Begin().Concat(reply.Sentences.SelectMany(events.Next));
    }

    private static ReplyEvent End(TurnDocument turn) => turn.Status == TurnStatus.Failed
        ? new ReplyEvent("error", new JsonObject { ["code"] = turn.Failure, ["detail"] = "The turn could not be answered. Send the message again.", ["turn"] = Node(TurnView.Of(turn)) })
        : new ReplyEvent("done", Node(TurnView.Of(turn))!);

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, PlatformJson.Options);
}
