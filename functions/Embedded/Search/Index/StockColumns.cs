namespace RetailServerless.Embedded.Search.Index;

/// <summary>Stock by document number, as of one generation of an index.</summary>
/// <param name="Availability">Number of the availability.</param>
/// <param name="Quantity">Units on hand, see <see cref="IndexNumbers"/>.</param>
/// <param name="AsOf">When this was true, milliseconds since 1970; 0 for what the catalog said.</param>
internal sealed record StockColumns(byte[] Availability, long[] Quantity, long[] AsOf);
