using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Management;

/// <summary>
/// Reads the query of a management request. <c>taskHub</c>, <c>connection</c> and <c>code</c> are accepted and mean nothing: there is one hub. A value
/// that cannot be read is refused (Durable Functions ignores it, and a misspelt filter of a purge then deletes everything).
/// </summary>
internal sealed class ManagementQuery(HttpRequest request)
{
    private string? _wrong;

    /// <summary>What is wrong with the values read so far; null when nothing is.</summary>
    public string? Wrong => _wrong;

    public string? Text(string name) => request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public bool Flag(string name, bool unless)
    {
        if (Text(name) is not { } text)
        {
            return unless;
        }

        return bool.TryParse(text, out var value) ? value : Refuse(name, text, "true or false", unless);
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var value)
            ? value
            : Refuse<DateTimeOffset?>(name, text, "an ISO 8601 time, as 2026-03-01T08:30:00Z", null);
    }

    /// <summary>A whole number of at least 1.</summary>
    public int? Count(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : Refuse<int?>(name, text, "a whole number of at least 1", null);
    }

    /// <summary>Seconds, with or without decimals.</summary>
    public TimeSpan? Seconds(string name, double most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= most
            ? TimeSpan.FromSeconds(value)
            : Refuse<TimeSpan?>(name, text, string.Create(CultureInfo.InvariantCulture, $"a number of seconds up to {most}"), null);
    }

    /// <summary>Statuses, separated by commas or given several times; null when none is named.</summary>
    public IReadOnlyList<OrchestrationRuntimeStatus>? Statuses(string name)
    {
        var statuses = new List<OrchestrationRuntimeStatus>();
        foreach (var text in request.Query[name].SelectMany(value => (value ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (char.IsLetter(text[0]) && Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status))
            {
                statuses.Add(status);
            }
            else
            {
                Refuse(name, text, "one or more of " + string.Join(", ", Enum.GetNames<OrchestrationRuntimeStatus>()), false);
            }
        }

        return statuses.Count == 0 ? null : statuses;
    }

    private T Refuse<T>(string name, string text, string expected, T unless)
    {
        _wrong ??= $"The query value {name} is '{text}'; it must be {expected}.";
        return unless;
    }
}
