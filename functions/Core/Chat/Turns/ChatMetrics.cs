using System.Diagnostics.Metrics;
using RetailServerless.Core.Chat.Conversations;

namespace RetailServerless.Core.Chat.Turns;

/// <summary>What is measured of turns: how many by outcome and model, how long they took, how many sentences the check changed. Never what was said.</summary>
public sealed class ChatMetrics : IDisposable
{
    /// <summary>The meter.</summary>
    public const string MeterName = "RetailServerless.Chat";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _turns;
    private readonly Counter<long> _sentences;
    private readonly Histogram<double> _duration;

    /// <summary>The instruments.</summary>
    public ChatMetrics()
    {
        _turns = _meter.CreateCounter<long>("chat.turns", "{turn}", "Turns that were recorded.");
        _sentences = _meter.CreateCounter<long>("chat.sentences", "{sentence}", "Sentences that the check corrected or withheld.");
        _duration = _meter.CreateHistogram<double>("chat.turn.duration", "s", "From the taking of a turn to its record.");
    }

    /// <summary>Counts a turn that was recorded.</summary>
    public void Record(TurnDocument turn)
    {
        var outcome = new KeyValuePair<string, object?>("outcome", turn.Failure ?? turn.Plan?.Outcome);
        _turns.Add(1, outcome, new("model", turn.Reply?.Model), new("fallback", turn.Reply?.Fallback));
        _duration.Record(((turn.CompletedAt ?? turn.Taken.At) - turn.Taken.At).TotalSeconds, outcome);
        _sentences.Add(turn.Reply?.Corrected ?? 0, new KeyValuePair<string, object?>("fate", "corrected"));
        _sentences.Add(turn.Reply?.Withheld ?? 0, new KeyValuePair<string, object?>("fate", "withheld"));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
