using System.Text.Json.Nodes;
using RetailServerless.Core.Results;
using RetailServerless.Core.Statistics.Anonymity;

namespace RetailServerless.Core.Statistics.Exports;

/// <summary>An export that somebody asks for.</summary>
public sealed record ExportRequest
{
    /// <summary>Columns by which a person might be recognised; they are generalised.</summary>
    public required IReadOnlyList<string> QuasiIdentifiers { get; init; }

    /// <summary>Columns that say something about a person that others should not learn; they stay as they are.</summary>
    public IReadOnlyList<string> Sensitive { get; init; } = [];

    /// <summary>At least so many people share their quasi-identifiers.</summary>
    public required int K { get; init; }

    /// <summary>The least diversity of each sensitive column among them.</summary>
    public decimal L { get; init; } = 1;

    /// <summary>Which diversity.</summary>
    public DiversityKind Diversity { get; init; }

    /// <summary>Why it cannot be made; <see langword="null"/> when it can be tried.</summary>
    internal Failure? Check(DataSetPolicy policy)
    {
        if (policy.Exports is not { } rules)
        {
            return new Failure(FailureKind.Conflict, "statistics-no-exports", "The policy allows no exports of this data set.");
        }

        var columns = QuasiIdentifiers.Concat(Sensitive).ToList();
        var place = QuasiIdentifiers.Count is < 1 or > 8 ? "$.quasiIdentifiers" : Sensitive.Count > 8 ? "$.sensitive" : null;
        if (place is not null || columns.Distinct(StringComparer.Ordinal).Count() != columns.Count || columns.Any(c => policy.Columns.GetValueOrDefault(c) is not { IsNumber: false }))
        {
            return StatisticsQuery.Invalid(place ?? "$.quasiIdentifiers", "must be 1 to 8 columns of words of this data set, and sensitive up to 8 others");
        }

        if (K < rules.MinK || K > 100_000)
        {
            return StatisticsQuery.Invalid("$.k", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"must be at least {rules.MinK}"));
        }

        if (Sensitive.Count > 0 && (L < rules.MinL || L > 1_000))
        {
            return StatisticsQuery.Invalid("$.l", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"must be at least {rules.MinL}"));
        }

        return QuasiIdentifiers.Aggregate(1.0, (product, c) => product * ((policy.Columns[c].Levels?.Count ?? 0) + 2)) > Generalisation.MaxCombinations
            ? StatisticsQuery.Invalid("$.quasiIdentifiers", "have too many combinations of levels; ask for fewer")
            : null;
    }

    internal JsonObject Canonical(string dataSet, string policy) => new()
    {
        ["dataSet"] = dataSet,
        ["policy"] = policy,
        ["quasiIdentifiers"] = new JsonArray([.. QuasiIdentifiers.Select(q => JsonValue.Create(q))]),
        ["sensitive"] = new JsonArray([.. Sensitive.Select(s => JsonValue.Create(s))]),
        ["k"] = K,
        ["l"] = L.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture),
        ["diversity"] = Diversity.ToString(),
    };
}
