namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>Personal text in a message.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">How many characters.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its normal form: two ways of writing the same thing have the same value.</param>
public readonly record struct PersonalSpan(int Start, int Length, PersonalTextKind Kind, string Value)
{
    /// <summary>The first character after it.</summary>
    public int End => Start + Length;

    /// <summary>Whether the two share a character.</summary>
    public bool Overlaps(PersonalSpan other) => Start < other.End && other.Start < End;
}
