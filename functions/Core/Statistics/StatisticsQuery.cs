using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Statistics;

/// <summary>What is asked.</summary>
public enum StatisticsKind
{
    /// <summary>How many rows, or people.</summary>
    Count,

    /// <summary>The mean of a column of numbers.</summary>
    Mean,

    /// <summary>How many rows with each value of a column of words.</summary>
    Histogram,
}

/// <summary>What is counted.</summary>
public enum StatisticsUnit
{
    /// <summary>Rows.</summary>
    Rows,

    /// <summary>People with at least one row.</summary>
    People,
}

/// <summary>A question about a data set.</summary>
public sealed record StatisticsQuery
{
    /// <summary>What is asked.</summary>
    public required StatisticsKind Kind { get; init; }

    /// <summary>How much of the budget the answer may spend; more is more exact. At most four decimals.</summary>
    public required decimal Epsilon { get; init; }

    /// <summary>The column of a mean or histogram.</summary>
    public string? Column { get; init; }

    /// <summary>What a count counts.</summary>
    public StatisticsUnit Of { get; init; }

    /// <summary>Only rows with these values, by columns of words.</summary>
    public IReadOnlyDictionary<string, string> Where { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Why the question cannot be answered; <see langword="null"/> when it can.</summary>
    internal Failure? Check(DataSetPolicy policy)
    {
        if (Epsilon < policy.Budget.MinQueryEpsilon || Epsilon > policy.Budget.MaxQueryEpsilon || decimal.Round(Epsilon, 4) != Epsilon)
        {
            return Invalid("$.epsilon", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"must be {policy.Budget.MinQueryEpsilon} to {policy.Budget.MaxQueryEpsilon} with at most four decimals"));
        }

        var column = Column is null ? null : policy.Columns.GetValueOrDefault(Column);
        if (Kind == StatisticsKind.Count ? Column is not null : column is null || column.IsNumber != (Kind == StatisticsKind.Mean))
        {
            return Invalid("$.column", Kind switch
            {
                StatisticsKind.Count => "is not for a count",
                StatisticsKind.Mean => "must be a column of numbers of this data set",
                _ => "must be a column of words of this data set",
            });
        }

        if (Kind != StatisticsKind.Count && Of != StatisticsUnit.Rows)
        {
            return Invalid("$.of", "can be people for a count only");
        }

        foreach (var (name, value) in Where)
        {
            if (policy.Columns.GetValueOrDefault(name) is not { IsNumber: false } of || (!of.Values!.Contains(value, StringComparer.Ordinal) && value != ColumnPolicy.Other))
            {
                return Invalid("$.where", "must name columns of words of this data set, and values that the policy names");
            }
        }

        return null;
    }

    /// <summary>The question in one form, however it was written; the same question is the same text.</summary>
    internal JsonObject Canonical(string dataSet, string policy) => new()
    {
        ["dataSet"] = dataSet,
        ["policy"] = policy,
        ["kind"] = Kind.ToString(),
        ["epsilon"] = Epsilon.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture),
        ["column"] = Column,
        ["of"] = Of.ToString(),
        ["where"] = new JsonObject(Where.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => KeyValuePair.Create(w.Key, (JsonNode?)w.Value))),
    };

    internal static string HashOf(JsonObject canonical) => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.ToUtf8(canonical)));

    internal static Failure Invalid(string path, string reason) =>
        new(FailureKind.Unprocessable, "invalid-statistics-query", $"The question cannot be answered: {path} {reason}.") { Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [path] = [reason] } };
}
