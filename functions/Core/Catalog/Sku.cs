namespace RetailServerless.Core.Catalog;

/// <summary>The shop's number of one sellable article (the <c>id</c> of a Merchant Center feed).</summary>
/// <param name="Value">1 to 128 characters.</param>
public readonly record struct Sku(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
