using RetailServerless.Core.Catalog;

namespace RetailServerless.Functions.Search;

/// <summary>A product as the API shows it.</summary>
/// <param name="Id">The shop's number of the article.</param>
/// <param name="Title">Its name.</param>
/// <param name="Description">Its description, plain text.</param>
/// <param name="Brand">Its brand.</param>
/// <param name="CategoryPath">From the department down.</param>
/// <param name="Price">What is asked for it now.</param>
/// <param name="RegularPrice">The regular price while a reduced one is asked.</param>
/// <param name="SaleUntil">When the reduced price ends, if it does.</param>
/// <param name="Availability">Whether it can be had.</param>
/// <param name="StockLevel">Units on hand, when counted.</param>
/// <param name="ItemGroupId">What its variants share.</param>
/// <param name="Gtin">Global trade item number.</param>
/// <param name="Attributes">Attributes by name.</param>
/// <param name="Images">Addresses of images.</param>
/// <param name="Link">Address of its page.</param>
/// <param name="Rating">Mean rating, 1 to 5.</param>
/// <param name="RatingCount">How many ratings.</param>
public sealed record ProductView(
    Sku Id,
    string Title,
    string Description,
    string? Brand,
    IReadOnlyList<string> CategoryPath,
    Money? Price,
    Money? RegularPrice,
    DateTimeOffset? SaleUntil,
    Availability Availability,
    int? StockLevel,
    string? ItemGroupId,
    string? Gtin,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> Images,
    string? Link,
    double? Rating,
    int RatingCount)
{
    /// <summary>A product as it is at an instant.</summary>
    public static ProductView Of(Product product, DateTimeOffset now)
    {
        var onSale = product.Sale?.IsActiveAt(now) == true;
        return new ProductView(
            product.Sku,
            product.Title,
            product.Description,
            product.Brand,
            product.CategoryPath,
            product.PriceAt(now),
            onSale ? product.Price : null,
            onSale ? product.Sale?.Until : null,
            product.Availability,
            product.StockLevel,
            product.ItemGroupId,
            product.Gtin,
            product.Attributes,
            product.Images,
            product.Link,
            product.Rating,
            product.RatingCount);
    }
}
