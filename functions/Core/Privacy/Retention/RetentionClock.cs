using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>Counts the periods of an item. Pure.</summary>
public static class RetentionClock
{
    /// <summary>When the time of an item is over under all rules that apply to it.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="item">The item as it is exported.</param>
    /// <returns>The rule whose period ends last; <see langword="null"/> when some period has no beginning, or no rule applies: then the item is kept.</returns>
    public static RetentionEnd? EndOf(IReadOnlyList<ZonedRule> rules, JsonObject item)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(item);
        RetentionEnd? last = null;
        foreach (var rule in rules)
        {
            if (StartOf(rule.Rule, item) is not { } start)
            {
                return null;
            }

            var end = EndOf(rule, start);
            last = last is null || end.LastDay > last.LastDay ? end : last;
        }

        return last;
    }

    /// <summary>The end of one period that begins at an instant.</summary>
    public static RetentionEnd EndOf(ZonedRule rule, DateTimeOffset start)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var day = LocalDays.DayOf(start, TimeZoneInfo.FindSystemTimeZoneById(rule.TimeZone));
        var from = rule.Rule.FromEndOfYear ? new DateOnly(day.Year, 12, 31) : day;
        return new RetentionEnd(rule, day, rule.Rule.KeepFor!.EndFrom(from));
    }

    /// <summary>Whether the last day is over at an instant, in the zone of its rule.</summary>
    public static bool IsOver(RetentionEnd end, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(end);
        return LocalDays.DayOf(at, TimeZoneInfo.FindSystemTimeZoneById(end.Rule.TimeZone)) > end.LastDay;
    }

    /// <summary>The instant at which the period of a rule begins; <see langword="null"/> when the item does not say it.</summary>
    public static DateTimeOffset? StartOf(RetentionRule rule, JsonObject item)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return InstantOf(item, rule.From);
    }

    /// <summary>The first of some members that holds an instant.</summary>
    internal static DateTimeOffset? InstantOf(JsonObject item, IEnumerable<string> paths) =>
        paths.Select(path => InstantAt(item, path.Split('.'))).FirstOrDefault(at => at is not null);

    private static DateTimeOffset? InstantAt(JsonNode? node, ReadOnlySpan<string> path)
    {
        if (node is JsonArray list)
        {
            DateTimeOffset? newest = null;
            foreach (var entry in list)
            {
                newest = InstantAt(entry, path) is { } at && !(at <= newest) ? at : newest;
            }

            return newest;
        }

        if (path.IsEmpty)
        {
            return node?.GetValueKind() == JsonValueKind.String
                && DateTimeOffset.TryParse(node.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                    ? at
                    : null;
        }

        return node is JsonObject members ? InstantAt(members[path[0]], path[1..]) : null;
    }
}

/// <summary>The end of a period.</summary>
/// <param name="Rule">Its rule.</param>
/// <param name="StartDay">The day on which it began.</param>
/// <param name="LastDay">The last day on which the item is kept.</param>
public sealed record RetentionEnd(ZonedRule Rule, DateOnly StartDay, DateOnly LastDay);
