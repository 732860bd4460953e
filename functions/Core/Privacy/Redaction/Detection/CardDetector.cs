using RetailServerless.Core.Privacy.Redaction.Checks;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Finds payment card numbers: 12 to 19 digits, plain or in groups, in the range of an issuer (<see cref="CardRanges"/>), whose check digit holds (Luhn, ISO/IEC 7812-1 annex B).</summary>
internal static class CardDetector
{
    /// <summary>How many words of the row are a card number, 0 when none.</summary>
    public static int Match(ScannedText text, ref NumberRow row)
    {
        for (var words = row.WordCount; words > 0; words--)
        {
            var digits = row.Characters(words);
            if (digits.Length is >= 12 and <= 19 && IsGroupedLikeACard(ref row, words) && Checksums.AreDigits(digits) && CardRanges.Holds(digits) && Checksums.Varies(digits) && Checksums.Luhn(digits) && !GoesOn(text, row.First, words))
            {
                return digits.Length == 12 && !text.IsNear(row.First, row.First + words - 1, WordUse.PaymentCard) ? 0 : words;
            }
        }

        return 0;
    }

    // "… 6113 79": a shorter group of the same row makes it something longer than a card.
    private static bool GoesOn(ScannedText text, int first, int words) =>
        words > 1 && text.Joint(first + words - 1) == text.Joint(first) && text.Words[first + words] is { HasDigit: true, Length: < 4 };

    // Groups of one size (the last may be shorter), or 4-6-5 and 4-6-4; so that a size or a quantity before a card is not taken for its beginning.
    private static bool IsGroupedLikeACard(ref NumberRow row, int words)
    {
        if (words == 1 || (words == 3 && row.GroupLength(0) == 4 && row.GroupLength(1) == 6 && row.GroupLength(2) is 4 or 5))
        {
            return true;
        }

        var size = row.GroupLength(0);
        for (var i = 1; i < words; i++)
        {
            if (row.GroupLength(i) > size || (i < words - 1 && row.GroupLength(i) != size))
            {
                return false;
            }
        }

        return size <= 6;
    }
}
