namespace RetailServerless.Core.Chat.Grounding;

/// <summary>What became of a sentence.</summary>
public enum SentenceFate
{
    /// <summary>It says only what is in the evidence.</summary>
    Kept,

    /// <summary>It said something wrong that the evidence could put right.</summary>
    Corrected,

    /// <summary>It said something that is not in the evidence, and is not sent.</summary>
    Withheld,
}

/// <summary>A sentence after the check.</summary>
/// <param name="Text">The sentence without its citations; empty when it is withheld.</param>
/// <param name="Citations">The evidence it rests on, by number.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Problems">Why it was corrected or withheld, as stable codes: <c>price</c>, <c>availability</c>, <c>name</c>, <c>date</c>, <c>number</c>, <c>order</c>, <c>promise</c>, <c>link</c>, <c>contact</c>.</param>
public sealed record CheckedSentence(string Text, IReadOnlyList<int> Citations, SentenceFate Fate, IReadOnlyList<string> Problems);
