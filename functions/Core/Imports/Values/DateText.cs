using System.Globalization;

namespace RetailServerless.Core.Imports.Values;

/// <summary>Reads ISO 8601 dates, times and intervals. A time without an offset is UTC.</summary>
public static class DateText
{
    /// <summary>What to write.</summary>
    public const string Advice = "Write an ISO 8601 date or time, as 2026-03-01 or 2026-03-01T09:30:00Z.";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
        "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyyMMdd'T'HHmmssK", "yyyyMMdd",
    ];

    /// <summary>Reads an instant, UTC. Years before 1900 (a date that nobody set) are none.</summary>
    public static bool TryInstant(string text, out DateTimeOffset instant)
    {
        var value = text.Trim();
        if (value.Length > 6 && value[^5] is '+' or '-' && value.AsSpan(value.Length - 4).IndexOfAnyExceptInRange('0', '9') < 0 && value.Contains(':', StringComparison.Ordinal))
        {
            value = value.Insert(value.Length - 2, ":");
        }

        return DateTimeOffset.TryParseExact(value, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant)
            || TryUnixTime(value, out instant);
    }

    /// <summary>Reads a day.</summary>
    public static bool TryDay(string text, out DateOnly day)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            return true;
        }

        var isInstant = TryInstant(text, out var instant);
        day = DateOnly.FromDateTime(instant.UtcDateTime);
        return isInstant;
    }

    /// <summary>Reads <c>from/until</c>. A day as the end is meant whole; an empty end is open.</summary>
    public static bool TryInterval(string text, out DateTimeOffset? from, out DateTimeOffset? until)
    {
        (from, until) = (null, null);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return false;
        }

        var (first, second) = (text[..slash].Trim(), text[(slash + 1)..].Trim());
        if (first is not ("" or ".."))
        {
            if (!TryInstant(first, out var start))
            {
                return false;
            }

            from = start;
        }

        if (second is not ("" or ".."))
        {
            if (!TryInstant(second, out var end))
            {
                return false;
            }

            until = second.Contains(':', StringComparison.Ordinal) ? end : end.AddDays(1);
        }

        return from is not null || until is not null ? from is null || until is null || from < until : false;
    }

    /// <summary>Seconds (10 digits) or milliseconds (13 digits) since 1970.</summary>
    private static bool TryUnixTime(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length is not (10 or 13) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        instant = text.Length == 10 ? DateTimeOffset.FromUnixTimeSeconds(count) : DateTimeOffset.FromUnixTimeMilliseconds(count);
        return true;
    }
}
