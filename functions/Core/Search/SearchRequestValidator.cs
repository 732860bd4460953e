using RetailServerless.Core.Results;

namespace RetailServerless.Core.Search;

/// <summary>Tells what is wrong with a request, all of it at once, field by field.</summary>
public static class SearchRequestValidator
{
    /// <summary>Code of the failure.</summary>
    public const string Code = "invalid-search";

    /// <summary>The failure, kind <see cref="FailureKind.Invalid"/>, or <see langword="null"/> when the request is well formed.</summary>
    public static Failure? Validate(SearchRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        Check(errors, "q", request.Query is { Length: > SearchLimits.QueryLength }, $"must have at most {SearchLimits.QueryLength} characters");
        Check(errors, "size", request.Size is < 1 or > SearchLimits.PageSize, $"must be a whole number from 1 to {SearchLimits.PageSize}");
        Check(errors, "sort", !Enum.IsDefined(request.Sort), "must be relevance, priceAscending, priceDescending, rating or title");
        Check(errors, "minPrice", request.MinPrice < 0, "must not be negative");
        Check(errors, "maxPrice", request.MaxPrice < 0, "must not be negative");
        Check(errors, "maxPrice", request.MinPrice > request.MaxPrice, "must not be below minPrice");
        Check(errors, "availability", request.Availability.Any(value => !Enum.IsDefined(value)), "must be inStock, outOfStock, preorder, backorder or unknown");
        CheckValues(errors, "category", request.Categories);
        CheckValues(errors, "brand", request.Brands);
        CheckValues(errors, "excludedBrand", request.ExcludedBrands);
        Check(errors, "attributes", request.Attributes.Count > SearchLimits.Names, $"must be at most {SearchLimits.Names} attributes");
        foreach (var (name, values) in request.Attributes)
        {
            CheckValues(errors, FacetNames.AttributePrefix + name, values);
        }

        Check(errors, "facets", request.Facets.Count > SearchLimits.Names, $"must be at most {SearchLimits.Names} facets");
        Check(errors, "facets", request.Facets.Any(facet => !FacetNames.IsKnown(facet)), $"must be {FacetNames.Allowed}");
        return errors.Count == 0 ? null : Invalid(errors);
    }

    /// <summary>The failure for a request whose fields have these errors.</summary>
    public static Failure Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(FailureKind.Invalid, Code, $"The search cannot be run: {string.Join("; ", errors.Select(error => $"{error.Key} {error.Value[0]}"))}.") { Errors = errors };

    private static void CheckValues(Dictionary<string, string[]> errors, string field, IReadOnlyList<string> values)
    {
        Check(errors, field, values.Count > SearchLimits.FilterValues, $"must have at most {SearchLimits.FilterValues} values");
        Check(errors, field, values.Any(value => string.IsNullOrWhiteSpace(value) || value.Length > SearchLimits.ValueLength), $"must have values of 1 to {SearchLimits.ValueLength} characters");
    }

    private static void Check(Dictionary<string, string[]> errors, string field, bool broken, string rule)
    {
        if (broken)
        {
            errors[field] = [.. errors.GetValueOrDefault(field, []), rule];
        }
    }
}
