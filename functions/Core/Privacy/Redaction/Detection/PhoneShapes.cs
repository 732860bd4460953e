using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Ways of writing digits that only telephone numbers are written in, whether or not a numbering plan has given the number out.</summary>
internal static class PhoneShapes
{
    /// <summary>NPA-NXX-XXXX of the North American Numbering Plan (NANPA: area codes and exchanges begin with 2 to 9), with one sign between the groups and a 1 or 001 before them.</summary>
    public static bool IsNorthAmerican(ScannedText text, int first, int last)
    {
        var groups = last - first + 1;
        if (groups == 4 && text.Words[first].Length is 1 or 3 && text.Span(text.Words[first]) is "1" or "001")
        {
            first++;
            groups--;
        }

        if (groups != 3 || text.Words[first].Length != 3 || text.Words[first + 1].Length != 3 || text.Words[last].Length != 4 || !(text.Text[text.Words[first].Start] is >= '2' and <= '9'))
        {
            return false;
        }

        var isBracketed = text.Before(text.Words[first].Start) == '(' && text.At(text.Words[first].End) == ')';
        var sign = text.Joint(first + 1);
        return sign is '-' or '.' or ' ' && (isBracketed || text.Joint(first) == sign) && (sign != ' ' || isBracketed || text.Text[text.Words[first + 1].Start] is >= '2' and <= '9');
    }

    /// <summary>What may stand after the word "phone": seven to fifteen digits that are no date and no sum.</summary>
    public static bool MayBeWritten(ScannedText text, int first, int last)
    {
        for (var i = first; i < last; i++)
        {
            if (text.Words[i].End + 3 < text.Words[i + 1].Start)
            {
                return false;
            }
        }

        return text.Words[first].Length <= 15;
    }

    /// <summary>A trunk zero and groups: 030 901820, 0421/38660, (0) 20 7031 3000 (the trunk prefix belongs to the national notation of ITU-T E.123).</summary>
    public static bool HasTrunkZero(ScannedText text, int first, int last, int digits)
    {
        var span = text.Span(text.Words[first]);
        return span[0] == '0' && digits is >= 9 and <= 12 && last > first && span.Length is >= 2 and <= 6 && !(span.Length == 2 && last - first == 2 && text.Words[last].Length <= 4 && text.Words[first + 1].Length == 2);
    }
}
