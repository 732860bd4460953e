namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>How the number of one country is recognised.</summary>
/// <param name="Name">Country (ISO 3166-1) and number.</param>
/// <param name="Length">How many characters, without separators.</param>
/// <param name="Check">Whether characters of that length are such a number.</param>
/// <param name="Shapes">Group lengths as written ("3-2-4" is 324) that are enough by themselves; nothing when a label or an otherwise empty message is needed.</param>
/// <param name="IsDistinct">Whether the check is strong enough that no label is needed, however the number is grouped.</param>
internal sealed record IdentityRule(string Name, int Length, IdentityRule.Checker Check, int[] Shapes, bool IsDistinct = false)
{
    /// <summary>A check of the characters without separators, letters in upper case.</summary>
    public delegate bool Checker(ReadOnlySpan<char> number);
}
