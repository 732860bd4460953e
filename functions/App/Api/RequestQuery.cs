using System.Globalization;
using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Api;

/// <summary>Values of the query string.</summary>
public static class RequestQuery
{
    /// <summary>A text; <see langword="null"/> when it is absent or empty.</summary>
    public static string? ReadText(this HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) && values.Count > 0 && !string.IsNullOrWhiteSpace(values[0]) ? values[0] : null;

    /// <summary>A whole number within bounds, both inclusive; the default when it is absent.</summary>
    public static Result<int> ReadInt(this HttpRequest request, string name, int defaultValue, int min, int max)
    {
        if (request.ReadText(name) is not { } text)
        {
            return defaultValue;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : Invalid(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
    }

    /// <summary>The failure for a query value that does not fit.</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="rule">What it must be, as <c>must be a whole number from 1 to 100</c>.</param>
    public static Failure Invalid(string name, string rule) =>
        new(FailureKind.Invalid, "invalid-query", $"The query value '{name}' {rule}.") { Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [name] = [rule] } };
}
