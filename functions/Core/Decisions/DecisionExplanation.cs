using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;

namespace RetailServerless.Core.Decisions;

/// <summary>A decision in plain language, for the person it is about.</summary>
public sealed record DecisionExplanation
{
    /// <summary>The decision.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was decided, as <c>chat.turn</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What came out, as <c>answered</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>What the AI did, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Why it came out so.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>On which ground data about the person was used.</summary>
    public required IReadOnlyList<string> Basis { get; init; }

    /// <summary>What was left unused, and why.</summary>
    public required IReadOnlyList<string> NotUsed { get; init; }

    /// <summary>What it rests on.</summary>
    public required IReadOnlyList<ExplainedEvidence> Evidence { get; init; }

    /// <summary>What would have led to another outcome; <see langword="null"/> where that is not known.</summary>
    public string? WhatWouldChange { get; init; }

    /// <summary>The models and rules that took part.</summary>
    public required IReadOnlyList<string> MadeBy { get; init; }

    /// <summary>How to object.</summary>
    public required ContestInvitation Contest { get; init; }

    /// <summary>The human review, when the person has objected.</summary>
    public DecisionReview? Review { get; init; }

    /// <summary>The whole record, for the board alone; whom it is about is left out.</summary>
    public JsonObject? Record { get; init; }

    /// <summary>How the record stands to its audit entry, for the board alone.</summary>
    public DecisionProof? Audit { get; init; }
}

/// <summary>A thing that the decision rests on.</summary>
/// <param name="Id">As the reply cites it.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Description">What it is, in words.</param>
public sealed record ExplainedEvidence(string Id, string Kind, string Description);

/// <summary>How to object to a decision.</summary>
/// <param name="Text">In words.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">Where.</param>
public sealed record ContestInvitation(string Text, string Method, string Url);

/// <summary>How a record stands to its audit entry.</summary>
/// <param name="EntryId">The entry's id.</param>
/// <param name="Index">Its place in the log; <see langword="null"/> when it is not there.</param>
/// <param name="BodyState">What became of its body; <see langword="null"/> when it is not there.</param>
/// <param name="Committed">Whether the entry commits to just this record.</param>
public sealed record DecisionProof(string EntryId, long? Index, AuditBodyState? BodyState, bool Committed);
