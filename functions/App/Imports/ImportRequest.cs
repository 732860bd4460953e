using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Imports;

/// <summary>Reads what a request says about its file.</summary>
internal static class ImportRequest
{
    /// <summary>The header that can hold the mapping instead of the query.</summary>
    public const string MappingHeader = "x-column-mapping";

    private static readonly FrozenDictionary<string, ImportFormat> Formats = new Dictionary<string, ImportFormat>(StringComparer.OrdinalIgnoreCase)
    {
        ["csv"] = ImportFormat.Csv,
        ["tsv"] = ImportFormat.Tsv,
        ["xml"] = ImportFormat.Xml,
        ["rss"] = ImportFormat.Xml,
        ["atom"] = ImportFormat.Xml,
        ["json"] = ImportFormat.Json,
        ["jsonl"] = ImportFormat.JsonLines,
        ["ndjson"] = ImportFormat.JsonLines,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, ImportFormat> MediaTypes = new Dictionary<string, ImportFormat>(StringComparer.OrdinalIgnoreCase)
    {
        ["text/csv"] = ImportFormat.Csv,
        ["text/tab-separated-values"] = ImportFormat.Tsv,
        ["application/xml"] = ImportFormat.Xml,
        ["text/xml"] = ImportFormat.Xml,
        ["application/rss+xml"] = ImportFormat.Xml,
        ["application/atom+xml"] = ImportFormat.Xml,
        ["application/x-ndjson"] = ImportFormat.JsonLines,
        ["application/jsonl"] = ImportFormat.JsonLines,
        ["application/json-lines"] = ImportFormat.JsonLines,
        ["application/jsonlines"] = ImportFormat.JsonLines,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The kind of a route value.</summary>
    public static Result<ImportKind> KindOf(string kind) =>
        Enum.GetValues<ImportKind>().Where(k => k.ToString().Equals(kind, StringComparison.OrdinalIgnoreCase)).Select(k => (Result<ImportKind>)k).FirstOrDefault(
            new Failure(FailureKind.NotFound, "import-kind-unknown", "There is no such kind of import. Post to /api/imports/ and catalog, customers, orders, stock, reviews, tickets, demand or events."));

    /// <summary>The parameters of a request.</summary>
    public static Result<ImportParameters> ReadParameters(HttpRequest request, ImportOptions options)
    {
        ImportFormat? format = null;
        if (request.ReadText("format") is { } name)
        {
            if (!Formats.TryGetValue(name, out var told))
            {
                return RequestQuery.Invalid("format", "must be csv, tsv, xml, json or jsonl");
            }

            format = told;
        }
        else if (MediaTypes.TryGetValue((request.ContentType ?? "").Split(';')[0].Trim(), out var told))
        {
            format = told;
        }

        var mode = ImportMode.Replace;
        if (request.ReadText("mode") is { } wish && !(Enum.TryParse(wish, ignoreCase: true, out mode) && Enum.IsDefined(mode) && !char.IsAsciiDigit(wish[0])))
        {
            return RequestQuery.Invalid("mode", "must be replace or merge");
        }

        if (request.Headers.ContentEncoding.ToString() is var encoding && encoding is not ("" or "gzip" or "x-gzip" or "identity"))
        {
            return new Failure(FailureKind.UnsupportedMediaType, "content-encoding-unsupported", "The Content-Encoding is not supported. Send the file plain or as gzip.");
        }

        return new ImportParameters
        {
            Format = format,
            Mode = mode,
            Currency = (request.ReadText("currency") ?? options.DefaultCurrency).ToUpperInvariant(),
            Mapping = request.ReadText("mapping") ?? (request.Headers.TryGetValue(MappingHeader, out var header) ? Uri.UnescapeDataString(header.ToString()) : null),
            Ignore = request.ReadText("ignore")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
    }
}
