using RetailServerless.Core.Chat.Grounding;

namespace RetailServerless.Core.Chat.Replies;

/// <summary>A step in the writing of a reply.</summary>
public abstract record ReplyPart
{
    /// <summary>A sentence that may be sent.</summary>
    public sealed record Sentence(CheckedSentence Checked) : ReplyPart;

    /// <summary>What was sent before does not count: the rules answer from here on.</summary>
    /// <param name="Reason">Why, as in <see cref="WrittenReply.Fallback"/>.</param>
    public sealed record Restart(string Reason) : ReplyPart;

    /// <summary>The reply is whole.</summary>
    public sealed record End(WrittenReply Reply) : ReplyPart;
}

/// <summary>A whole reply.</summary>
public sealed record WrittenReply
{
    /// <summary>Its sentences, in order, with placeholders.</summary>
    public required IReadOnlyList<ReplySentence> Sentences { get; init; }

    /// <summary>The model that wrote it, as <c>offline-responder@1</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Whether that is a large language model.</summary>
    public required bool IsLlm { get; init; }

    /// <summary>Why the rules answered in the place of the configured model: <c>timeout</c>, <c>model-failed</c>, <c>nothing-left</c> or <c>model-not-approved</c>; <see langword="null"/> when they did not.</summary>
    public string? Fallback { get; init; }

    /// <summary>The model that failed; <see langword="null"/> when none did.</summary>
    public string? FailedModel { get; init; }

    /// <summary>How many sentences were put right.</summary>
    public int Corrected { get; init; }

    /// <summary>How many sentences were withheld.</summary>
    public int Withheld { get; init; }

    /// <summary>The sentences in one text.</summary>
    public string Text => string.Join(' ', Sentences.Select(s => s.Text));
}

/// <summary>A sentence of a reply.</summary>
/// <param name="Text">The sentence, with placeholders.</param>
/// <param name="Citations">The evidence it rests on, by number.</param>
public sealed record ReplySentence(string Text, IReadOnlyList<int> Citations);
