namespace RetailServerless.Core.Catalog;

/// <summary>One whole state of the catalog. A new one takes effect in one step.</summary>
/// <param name="Value">A UUIDv7 in 32 hexadecimal digits.</param>
public readonly record struct CatalogVersion(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
