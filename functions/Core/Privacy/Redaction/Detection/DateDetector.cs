using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Finds dates, and calls one that stands beside a word of birth a date of birth: 1990-05-21, 21.5.90, 5/21/1990, 21 May 1990, May 21st, 1990, and instants of ISO 8601.</summary>
internal static class DateDetector
{
    public static void Find(ScannedText text, List<PersonalSpan> found)
    {
        var free = 0;
        foreach (var i in text.Numbers)
        {
            if (i < free || text.Words[i].IsTaken)
            {
                continue;
            }

            var (first, last, end) = Match(text, i);
            if (last < 0)
            {
                continue;
            }

            (last, end) = WithClock(text, last, end);
            var start = text.Words[first].Start;
            var kind = text.IsNear(first, last, WordUse.Birth, 6, 3) ? PersonalTextKind.Birthdate : PersonalTextKind.Date;
            found.Add(new PersonalSpan(start, end - start, kind, text.Text[start..end]));
            free = last + 1;
        }
    }

    private static (int First, int Last, int End) Match(ScannedText text, int i)
    {
        if (i > 0 && text.Words[i - 1].Is(WordUse.Month) && IsDay(text, i) && IsGap(text, i - 1))
        {
            return WithYear(text, i - 1, i);
        }

        if (IsDay(text, i) && IsMonthAfter(text, i) is var month and > 0)
        {
            return WithYear(text, i, month);
        }

        // May 2021, May-2021.
        if (i > 0 && text.Words[i - 1].Is(WordUse.Month) && text.Words[i - 1].IsCapitalised && IsYear(text, i) && text.Joint(i - 1) is ' ' or '-' or '/')
        {
            return (i - 1, i, text.Words[i].End);
        }

        return Numeric(text, i);
    }

    private static bool IsYear(ScannedText text, int i) => text.Words[i] is { IsDigits: true, Length: 4 } word && text.Text.AsSpan(word.Start, 2) is "19" or "20";

    // 21-May, 21 May, 21. Mai, 21 de mayo, 3rd of June.
    private static int IsMonthAfter(ScannedText text, int i)
    {
        var next = i + 1;
        if (next < text.Count && text.Span(text.Words[next]) is "of" or "de" or "di")
        {
            next++;
        }

        return next < text.Count && text.Words[next].Is(WordUse.Month) && text.Words[next].Start - text.Words[next - 1].End <= 2 && IsGap(text, next - 1) && IsRealMonth(text, next) ? next : -1;
    }

    // "may" and "mar" in lower case are more often other words.
    private static bool IsRealMonth(ScannedText text, int word) => text.Words[word].IsCapitalised || text.Words[word].Length > 3;

    private static bool IsGap(ScannedText text, int word)
    {
        var gap = text.Text.AsSpan(text.Words[word].End, text.Words[word + 1].Start - text.Words[word].End);
        return gap is " " or "-" or ". " or "/" or "." or ", ";
    }

    private static (int First, int Last, int End) WithYear(ScannedText text, int first, int last)
    {
        var year = last + 1;
        if (year < text.Count && text.Span(text.Words[year]) is "de" or "of")
        {
            year++;
        }

        if (year < text.Count && text.Words[year].IsDigits && text.Words[year].Length is 4 or 2 && text.Words[year].Start - text.Words[last].End <= 5 && (year > last + 1 || IsGap(text, last)))
        {
            last = year;
        }

        return (first, last, text.Words[last].End);
    }

    private static bool IsDay(ScannedText text, int i)
    {
        var span = text.Span(text.Words[i]);
        var digits = span.Length > 2 && (span.EndsWith("st") || span.EndsWith("nd") || span.EndsWith("rd") || span.EndsWith("th")) ? span[..^2] : span;
        return digits.Length <= 2 && Checks.Checksums.AreDigits(digits) && Checks.Checksums.Number(digits) is >= 1 and <= 31;
    }

    private static (int First, int Last, int End) Numeric(ScannedText text, int i)
    {
        var none = (0, -1, 0);
        var sign = text.Joint(i);
        if (sign is not ('-' or '/' or '.') || !text.Words[i].IsDigits || text.Before(text.Words[i].Start) is '-' or '/' or '.' or ',' || text.Words[i].Length is not (1 or 2 or 4))
        {
            return none;
        }

        var a = Checks.Checksums.Number(text.Span(text.Words[i]));
        var middle = text.Span(text.Words[i + 1]);
        if (a is >= 1 and <= 12 && IsYear(text, i + 1) && sign is '/' or '-' && text.Joint(i + 1) != sign)
        {
            return (i, i + 1, text.Words[i + 1].End);
        }

        if (middle.Length > 2 || !Checks.Checksums.AreDigits(middle))
        {
            return none;
        }

        var b = Checks.Checksums.Number(middle);
        if (text.Joint(i + 1) != sign)
        {
            return sign == '/' && text.Words[i].Length <= 2 && IsMonthYearOrDay(a, b, text, i) ? (i, i + 1, text.Words[i + 1].End) : none;
        }

        var third = text.Span(text.Words[i + 2]);
        if (text.Words[i].Length == 4)
        {
            return a is >= 1800 and <= 2199 && IsMonthAndDay(b, third) ? WithTime(text, i) : none;
        }

        var isDate = (a is >= 1 and <= 31 && b is >= 1 and <= 12) || (a is >= 1 and <= 12 && b is >= 1 and <= 31);
        return isDate && third.Length is 2 or 4 && Checks.Checksums.AreDigits(third) && text.At(text.Words[i + 2].End) != sign ? (i, i + 2, text.Words[i + 2].End) : none;
    }

    // "5/21" is a date only where no ratio or fraction is: not both one digit, and a day that no half or quarter is.
    private static bool IsMonthYearOrDay(int a, int b, ScannedText text, int i) =>
        text.Words[i].Length + text.Words[i + 1].Length >= 3 && ((a is >= 1 and <= 12 && b is >= 13 and <= 31) || (a is >= 13 and <= 31 && b is >= 1 and <= 12));

    private static bool IsMonthAndDay(int month, ReadOnlySpan<char> day)
    {
        var digits = day.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? day[..end] : day;
        return month is >= 1 and <= 12 && digits.Length is 1 or 2 && Checks.Checksums.Number(digits) is >= 1 and <= 31 && (digits.Length == day.Length || day[digits.Length] is 'T' or 't');
    }

    // 2024-05-21 19:49:46
    private static (int Last, int End) WithClock(ScannedText text, int last, int end)
    {
        var hour = last + 1;
        if (hour + 1 >= text.Count || text.Words[hour].Start != end + 1 || text.Text[end] != ' ' || !IsTwoDigits(text, hour) || text.Joint(hour) != ':' || !IsTwoDigits(text, hour + 1))
        {
            return (last, end);
        }

        last = text.Joint(hour + 1) == ':' && IsTwoDigits(text, hour + 2) ? hour + 2 : hour + 1;
        return (last, text.Words[last].End);
    }

    private static bool IsTwoDigits(ScannedText text, int i) => text.Words[i] is { IsDigits: true, Length: 2 };

    private static (int First, int Last, int End) WithTime(ScannedText text, int i)
    {
        var end = text.Words[i + 2].End;
        if (!text.Span(text.Words[i + 2]).ContainsAny('T', 't'))
        {
            return (i, i + 2, end);
        }

        var at = end;
        while (at < text.Text.Length && at - end < 24 && (char.IsAsciiDigit(text.Text[at]) || text.Text[at] is ':' or '.' or '+' or '-' or 'Z' or 'z'))
        {
            at++;
        }

        while (at > end && text.Text[at - 1] is '.' or ':' or '-' or '+')
        {
            at--;
        }

        var last = i + 2;
        while (last + 1 < text.Count && text.Words[last + 1].Start < at)
        {
            last++;
        }

        return (i, last, at);
    }
}
