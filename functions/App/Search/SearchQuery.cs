using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Results;
using RetailServerless.Core.Search;

namespace RetailServerless.Functions.Search;

/// <summary>Reads a search from a query string. What it does not know it refuses, so that a misspelt filter never widens a search in silence.</summary>
internal sealed class SearchQuery
{
    private const string Allowed =
        "is unknown; allowed are q, category, brand, excludedBrand, minPrice, maxPrice, attributes.NAME, availability, sort, size, facets, highlight and continuationToken";

    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _attributes = new(StringComparer.Ordinal);
    private SearchRequest _request = new();

    private SearchQuery()
    {
    }

    /// <summary>The search asked for, or a failure with an error for each value that does not fit.</summary>
    public static Result<SearchRequest> Read(IQueryCollection query)
    {
        var reader = new SearchQuery();
        foreach (var (name, values) in query)
        {
            reader._request = reader.Read(name, values);
        }

        return reader.Finish();
    }

    private Result<SearchRequest> Finish()
    {
        var request = _request with { Attributes = _attributes };
        foreach (var (field, errors) in SearchRequestValidator.Validate(request)?.Errors ?? new Dictionary<string, string[]>())
        {
            _errors.TryAdd(field, errors);
        }

        return _errors.Count > 0 ? SearchRequestValidator.Invalid(_errors) : request;
    }

    private SearchRequest Read(string name, StringValues values) => name switch
    {
        "q" => _request with { Query = Single(name, values) },
        "category" => _request with { Categories = Many(values) },
        "brand" => _request with { Brands = Many(values) },
        "excludedBrand" => _request with { ExcludedBrands = Many(values) },
        "minPrice" => _request with { MinPrice = Amount(name, values) },
        "maxPrice" => _request with { MaxPrice = Amount(name, values) },
        "availability" => _request with { Availability = [.. List(values).Select(value => Choice<Availability>(name, value))] },
        "sort" => _request with { Sort = Choice<SearchSort>(name, Single(name, values)) },
        "size" => _request with { Size = Size(name, values) },
        "facets" => _request with { Facets = List(values) },
        "highlight" => _request with { Highlight = Flag(name, values) },
        "continuationToken" => _request with { ContinuationToken = Single(name, values) },
        _ when FacetNames.AttributeOf(name) is { } attribute => Attribute(attribute, values),
        _ => Refuse(name, Allowed, _request),
    };

    private SearchRequest Attribute(string attribute, StringValues values)
    {
        _attributes[attribute] = Many(values);
        return _request;
    }

    private string Single(string name, StringValues values) => values.Count == 1 ? values[0] ?? "" : Refuse(name, "must be given once", "");

    private decimal? Amount(string name, StringValues values) =>
        decimal.TryParse(Single(name, values), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : Refuse<decimal?>(name, "must be an amount in the catalog's currency, as 49.90", null);

    private int Size(string name, StringValues values) =>
        int.TryParse(Single(name, values), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size)
            ? size
            : Refuse(name, $"must be a whole number from 1 to {SearchLimits.PageSize}", 1);

    private bool Flag(string name, StringValues values) => bool.TryParse(Single(name, values), out var flag) ? flag : Refuse(name, "must be true or false", false);

    private T Choice<T>(string name, string value)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(choice => choice.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : Refuse(name, $"must be {string.Join(", ", Enum.GetNames<T>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName))}", default(T));

    private T Refuse<T>(string name, string rule, T instead)
    {
        _errors[name] = [rule];
        return instead;
    }

    private static string[] Many(StringValues values) => [.. values.Select(value => value ?? "")];

    // Names of facets and availabilities have no commas: a=b,c is a=b&a=c.
    private static string[] List(StringValues values) => [.. values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))];
}
