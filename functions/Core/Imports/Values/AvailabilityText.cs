using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports.Reading;

namespace RetailServerless.Core.Imports.Values;

/// <summary>Reads availability: the Merchant Center words, schema.org terms, and what shop systems write.</summary>
public static class AvailabilityText
{
    /// <summary>What to write.</summary>
    public const string Advice = "Write in_stock, out_of_stock, preorder or backorder.";

    /// <summary>Reads it.</summary>
    public static bool TryParse(string text, out Availability availability)
    {
        var word = RowSchema.Normalize(text[(text.LastIndexOf('/') + 1)..]);
        Availability? found = word switch
        {
            "instock" or "available" or "limited" or "limitedavailability" or "lowstock" or "true" or "yes" or "1" or "instoreonly" or "onlineonly" => Availability.InStock,
            "outofstock" or "soldout" or "unavailable" or "notavailable" or "discontinued" or "false" or "no" or "0" => Availability.OutOfStock,
            "preorder" or "presale" or "comingsoon" => Availability.Preorder,
            "backorder" or "backordered" or "availablefororder" or "onbackorder" or "onorder" => Availability.Backorder,
            _ => null,
        };
        availability = found.GetValueOrDefault();
        return found is not null;
    }
}
