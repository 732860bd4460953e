using System.Buffers;
using RetailServerless.Core.Privacy.Redaction.Scanning;
using RetailServerless.Core.Privacy.Redaction.Tagging;
using RetailServerless.Core.Privacy.Redaction.Words;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Makes spans of the words that the tagger found to be names and places: rows of one tag, with the small words and signs between them.</summary>
internal static class PeopleAndPlaces
{
    private const int LongestName = 7;
    private const int LongestPlace = 30;
    private static readonly SearchValues<char> Breaks = SearchValues.Create("!?;:\"(@|");

    public static void Find(ScannedText text, List<PersonalSpan> found)
    {
        for (var i = 0; i < text.Count; i++)
        {
            var tag = text.TagOf(i);
            if (tag is not (WordTag.Name or WordTag.Place))
            {
                continue;
            }

            var last = Last(text, i, tag);
            if (tag == WordTag.Name)
            {
                AddName(text, i, last, found);
            }
            else
            {
                AddPlace(text, i, last, found);
            }

            i = last;
        }
    }

    private static int Last(ScannedText text, int first, WordTag tag)
    {
        var most = tag == WordTag.Name ? LongestName : LongestPlace;
        var last = first;
        for (var k = first + 1; k < text.Count && k - first < most; k++)
        {
            if (!IsGlue(text, k, tag))
            {
                break;
            }

            if (text.TagOf(k) == tag)
            {
                last = k;
            }
            else if (k - last > 2 || !text.Words[k].Is(WordUse.Particle) || text.Words[k].IsCapitalised)
            {
                break;
            }
        }

        return last;
    }

    private static bool IsGlue(ScannedText text, int k, WordTag tag)
    {
        var gap = text.Text.AsSpan(text.Words[k - 1].End, text.Words[k].Start - text.Words[k - 1].End);
        if (tag == WordTag.Name)
        {
            return gap is " " or "-" or "'" or "’" or "\u00a0" or ". " && (gap is not ". " || text.Words[k - 1].Length <= 2);
        }

        return gap.Length <= 4 && !gap.ContainsAny(Breaks) && (!gap.Contains('.') || text.Words[k - 1].Length <= 4 || gap.Contains('\n'));
    }

    private static void AddName(ScannedText text, int first, int last, List<PersonalSpan> found)
    {
        if (last == first && (text.Words[first].Length == 1 || IsContraction(text, first)))
        {
            return;
        }

        if (IsGoods(text, last) || Brands.Holds(text, first, last))
        {
            return;
        }

        Add(text, first, last, PersonalTextKind.Name, found);
    }

    // "Paul Smith jacket", "Emma dress": what is sold is named so, nobody is.
    private static bool IsGoods(ScannedText text, int last) => last + 1 < text.Count && text.Words[last + 1].Is(WordUse.Goods) && text.IsJoined(last, ' ');

    // "Don't", "She'll".
    private static bool IsContraction(ScannedText text, int i) =>
        text.At(text.Words[i].End) is '\'' or '’' && i + 1 < text.Count && text.Span(text.Words[i + 1]) is "t" or "ll" or "ve" or "re" or "d" or "m" && text.Words[i + 1].Start == text.Words[i].End + 1;

    // A place with a number or a street word is an address; alone it is only a place.
    private static void AddPlace(ScannedText text, int first, int last, List<PersonalSpan> found)
    {
        var isAddress = AddressDetector.IsHome(text, first);
        var hasWord = false;
        for (var i = first; i <= last; i++)
        {
            hasWord |= text.Words[i] is { IsLetters: true, Length: > 2 } || Postcode.EndAt(text, i) >= i;
            isAddress |= text.Words[i].HasDigit || text.Words[i].Is(WordUse.StreetAfter | WordUse.StreetBefore);
        }

        if (!hasWord)
        {
            return;
        }

        Add(text, first, last, isAddress ? PersonalTextKind.Address : PersonalTextKind.Place, found);
    }

    private static void Add(ScannedText text, int first, int last, PersonalTextKind kind, List<PersonalSpan> found)
    {
        var start = text.Words[first].Start;
        var end = text.Words[last].End;
        found.Add(new PersonalSpan(start, end - start, kind, text.Text[start..end]));
    }
}
