using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.Imports.Reading;

namespace RetailServerless.Core.Imports;

/// <summary>How a file is to be read.</summary>
public sealed record ImportParameters
{
    /// <summary>Its format; <see langword="null"/>: found from the content.</summary>
    public ImportFormat? Format { get; init; }

    /// <summary>What happens to products that it does not name. Catalogs only.</summary>
    public ImportMode Mode { get; init; }

    /// <summary>The currency of amounts that name none, ISO 4217.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>The column mapping as it was given, JSON; <see langword="null"/>: names decide.</summary>
    public string? Mapping { get; init; }

    /// <summary>Columns that are not read.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>A key of the content together with these parameters.</summary>
    public string KeyWith(string contentHash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', contentHash, Format, Mode, Currency, Mapping, string.Join(',', Ignore)))));

    /// <summary>Where columns go.</summary>
    public ColumnResolver ResolverFor(RowSchema schema)
    {
        var mapping = ColumnMapping.Parse(Mapping, schema);
        return mapping.TryGet(out var columns, out var failure) ? new ColumnResolver(schema, columns, Ignore) : throw new BadFileException(failure.Code, failure.Detail);
    }
}
