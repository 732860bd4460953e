namespace RetailServerless.Core.Imports;

/// <summary>What a file holds. On the wire in lower case, as the last segment of <c>/api/imports/{kind}</c>.</summary>
public enum ImportKind
{
    /// <summary>Products.</summary>
    Catalog,

    /// <summary>Customers. Personal.</summary>
    Customers,

    /// <summary>Orders, one row an order line or one an order. Personal.</summary>
    Orders,

    /// <summary>Stock levels.</summary>
    Stock,

    /// <summary>Product reviews. Personal.</summary>
    Reviews,

    /// <summary>Support tickets. Personal.</summary>
    Tickets,

    /// <summary>Units sold per article and day.</summary>
    Demand,

    /// <summary>Clickstream events. Personal.</summary>
    Events,
}

/// <summary>What happens to the products that a catalog file does not name.</summary>
public enum ImportMode
{
    /// <summary>They leave the catalog: the file is the whole catalog.</summary>
    Replace,

    /// <summary>They stay: a row of the file adds a product or replaces a whole one.</summary>
    Merge,
}

/// <summary>How a file is written.</summary>
public enum ImportFormat
{
    /// <summary>Comma (or semicolon) separated with a header (RFC 4180).</summary>
    Csv,

    /// <summary>Tab separated with a header, as a Merchant Center text feed.</summary>
    Tsv,

    /// <summary>RSS 2.0 or Atom with the <c>g:</c> namespace, as a Merchant Center XML feed.</summary>
    Xml,

    /// <summary>One JSON array of objects, or one object that holds exactly one such array.</summary>
    Json,

    /// <summary>One JSON object a line.</summary>
    JsonLines,
}
