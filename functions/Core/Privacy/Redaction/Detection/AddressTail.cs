using System.Buffers;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>The parts that follow a street or a post code: unit, town, region, post code, country. Towns count only when a region, a post code or a known city bears them out.</summary>
internal static class AddressTail
{
    private const int MostParts = 10;
    private static readonly SearchValues<char> Breaks = SearchValues.Create("!?;:\"(@");

    /// <summary>The last word of the address.</summary>
    public static int End(ScannedText text, int last)
    {
        var sure = last;
        var at = last;
        for (var parts = 0; parts < MostParts && at + 1 < text.Count; parts++)
        {
            var next = at + 1;
            var gap = text.Text.AsSpan(text.Words[at].End, text.Words[next].Start - text.Words[at].End);
            if (gap.Length > 4 || gap.ContainsAny(Breaks) || (gap.Contains('.') && at == last && sure != last))
            {
                break;
            }

            var word = text.Words[next];
            if (word.Is(WordUse.Unit) && next + 1 < text.Count && IsUnitNumber(text, next + 1))
            {
                at = sure = next + 1;
            }
            else if (gap.Contains('#') && word.HasDigit && word.Length <= 6)
            {
                at = sure = next;
            }
            else if (Postcode.IsPlain(text, next) || Postcode.EndAt(text, next) >= 0)
            {
                at = sure = Math.Max(next, Postcode.EndAt(text, next));
                if (text.Joint(at) == '-' && text.Words[at + 1].IsDigits && text.Words[at + 1].Length == 4)
                {
                    at = ++sure;
                }
            }
            else if (word.Is(WordUse.Region | WordUse.City) && (word.IsCapitalised || word.IsUpper) && (word.Length > 2 || word.IsUpper))
            {
                at = sure = next;
            }
            else if (word.IsCapitalised && word.IsLetters && !word.Is(WordUse.NoName & ~WordUse.StreetBefore) && !(gap.Contains('.') && gap.Length > 1))
            {
                // A town after a post code is sure; elsewhere it waits for what follows.
                sure = at >= 0 && Postcode.IsPlain(text, at) ? next : sure;
                at = next;
            }
            else if (word.Is(WordUse.Particle) && gap is " " or "-")
            {
                at = next;
            }
            else
            {
                break;
            }
        }

        return sure;
    }

    private static bool IsUnitNumber(ScannedText text, int i)
    {
        var word = text.Words[i];
        return word.Length <= 5 && (word.HasDigit || (word.Length == 1 && word.IsUpper)) && word.Start - text.Words[i - 1].End <= 3;
    }
}
