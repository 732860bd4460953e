using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Imports.Values;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Turns rows into products, by the Merchant Center product data specification and by what other systems call the same things.</summary>
public sealed class CatalogRows(string defaultCurrency)
{
    private const int TitleLimit = 500;
    private const int DescriptionLimit = 20_000;
    private const int NameLimit = 200;
    private const int ImageLimit = 20;
    private const int PathDepth = 10;

    private static readonly RowField Sku = new("sku", "id", "_id", "asin", "productId", "productNumber", "articleNumber", "itemId", "stockCode", "variantSku", "offerId") { IsRequired = true };
    private static readonly RowField Title = new("title", "name", "productName", "productTitle", "itemName", "model") { IsRequired = true };
    private static readonly RowField Description = new("description", "summary", "content", "longDescription", "bodyHtml", "details", "shortDescription");
    private static readonly RowField Highlights = new("highlights", "productHighlight", "productHighlights", "bulletPoints", "bullets", "features");
    private static readonly RowField Brand = new("brand", "manufacturer", "vendor", "brandName");
    private static readonly RowField Category = new("category", "productType", "categoryPath", "categories", "googleProductCategory", "department");
    private static readonly RowField Price = new("price", "regularPrice", "listPrice", "unitPrice", "basePrice");
    private static readonly RowField SalePrice = new("salePrice", "specialPrice", "discountPrice", "offerPrice");
    private static readonly RowField SaleDates = new("salePriceEffectiveDate", "saleDates");
    private static readonly RowField Currency = new("currency", "priceCurrency", "currencyCode");
    private static readonly RowField AvailabilityField = new("availability", "stockStatus", "availabilityStatus", "inStock");
    private static readonly RowField Quantity = new("quantity", "stock", "stockLevel", "currentStock", "inventory", "availableStock", "inventoryQuantity", "onHand");
    private static readonly RowField ItemGroup = new("itemGroupId", "parentId", "parentSku", "variantOf", "parentAsin");
    private static readonly RowField Gtin = new("gtin", "ean", "upc", "barcode", "isbn", "gtin13", "gtin12");
    private static readonly RowField Image = new("image", "imageLink", "imageUrl", "imageSrc", "images", "picture", "pictureUri", "thumbnail");
    private static readonly RowField MoreImages = new("moreImages", "additionalImageLink", "additionalImages");
    private static readonly RowField Link = new("link", "url", "productUrl", "canonicalLink");
    private static readonly RowField Details = new("productDetail", "productDetails", "specifications");
    private static readonly RowField AttributesField = new("attributes", "properties");
    private static readonly RowField Rating = new("rating", "averageRating", "ratingValue", "stars");
    private static readonly RowField RatingCount = new("ratingCount", "ratings", "reviewCount", "numRatings");

    private readonly RowFields _fields = new();

    /// <summary>The fields.</summary>
    public static RowSchema Schema { get; } = new(
        Sku, Title, Description, Highlights, Brand, Category, Price, SalePrice, SaleDates, Currency, AvailabilityField, Quantity, ItemGroup, Gtin, Image, MoreImages, Link, Details,
        AttributesField, Rating, RatingCount);

    /// <summary>Reads a product.</summary>
    /// <returns>The product, or what is wrong.</returns>
    public (Product? Product, RowError? Error) Read(ImportRow row)
    {
        _fields.Begin(row);
        if (_fields.Error is not null)
        {
            return (null, _fields.Error);
        }

        var sku = _fields.Id(Sku, 128);
        var title = _fields.Line(Title, TitleLimit);
        if (title is null)
        {
            _fields.Fail(Title, "The title is missing. Every product needs a name.");
        }

        var currency = CurrencyOf();
        var price = _fields.Money(Price, currency);
        var sale = SaleOf(price, price?.Currency ?? currency);
        var quantity = _fields.Whole(Quantity, 0, int.MaxValue);
        var availability = AvailabilityOf(quantity);
        var rating = _fields.Number(Rating, 0, 5);
        var ratings = _fields.Whole(RatingCount, 0, int.MaxValue) ?? 0;
        var attributes = new ProductAttributes();
        attributes.AddObjects(_fields.Raw(AttributesField));
        attributes.AddDetails(_fields.Raw(Details));
        attributes.AddExtras(row.Extras);
        var group = _fields.OptionalId(ItemGroup, 128);
        if (_fields.Error is not null)
        {
            return (null, _fields.Error);
        }

        var product = new Product
        {
            Sku = new Sku(sku),
            Title = title!,
            Description = DescriptionOf(),
            Brand = _fields.Line(Brand, NameLimit),
            CategoryPath = PathOf(_fields.Raw(Category)),
            Price = price,
            Sale = sale,
            Availability = availability,
            StockLevel = quantity,
            ItemGroupId = group,
            Gtin = _fields.Raw(Gtin).Text is { } gtin ? GtinText.Read(gtin) : null,
            Attributes = attributes.ToDictionary(),
            Images = [.. Addresses(Image).Concat(Addresses(MoreImages)).Distinct(StringComparer.Ordinal).Take(ImageLimit)],
            Link = Addresses(Link).FirstOrDefault(),
            Rating = rating >= 1 ? rating : null,
            RatingCount = rating >= 1 ? ratings : 0,
        };
        return (product, null);
    }

    private string CurrencyOf()
    {
        if (_fields.Raw(Currency).Text?.ToUpperInvariant() is not { } code)
        {
            return defaultCurrency;
        }

        if (!MoneyText.IsCurrency(code))
        {
            _fields.Fail(Currency, "The currency is not an ISO 4217 code. Write one as USD or EUR.");
        }

        return code;
    }

    private SalePrice? SaleOf(Money? price, string currency)
    {
        if (_fields.Money(SalePrice, currency) is not { } sale)
        {
            return null;
        }

        DateTimeOffset? from = null;
        DateTimeOffset? until = null;
        if (_fields.Raw(SaleDates).Text is { } dates && !DateText.TryInterval(dates, out from, out until))
        {
            _fields.Fail(SaleDates, "The sale dates are not an ISO 8601 interval that ends after it begins. Write 2026-03-01T00:00Z/2026-03-15T00:00Z.");
        }

        if (price is { } regular && !string.Equals(regular.Currency, sale.Currency, StringComparison.Ordinal))
        {
            _fields.Fail(SalePrice, "The sale price and the price have different currencies. Write both in one.");
            return null;
        }

        return price is { } usual && sale >= usual ? null : new SalePrice(sale, from, until);
    }

    private Availability AvailabilityOf(int? quantity)
    {
        if (_fields.Raw(AvailabilityField).Text is not { } text)
        {
            return quantity switch { null => Availability.Unknown, 0 => Availability.OutOfStock, _ => Availability.InStock };
        }

        if (!AvailabilityText.TryParse(text, out var availability))
        {
            _fields.Fail(AvailabilityField, $"The availability is unknown. {AvailabilityText.Advice}");
        }

        return availability;
    }

    private string DescriptionOf()
    {
        var description = _fields.Lines(Description, DescriptionLimit) ?? "";
        var highlights = string.Join('\n', _fields.Raw(Highlights).Texts.Select(t => PlainText.Lines(t, DescriptionLimit)).Where(t => t.Length > 0));
        return (description.Length, highlights.Length) switch
        {
            (_, 0) => description,
            (0, _) => PlainText.Lines(highlights, DescriptionLimit),
            _ => PlainText.Lines(description + "\n" + highlights, DescriptionLimit),
        };
    }

    private static string[] PathOf(FieldValue value)
    {
        var texts = value.Texts.ToList();
        // A repeated product_type names several paths, of which the first is the main one; names without '>' are the steps of one path.
        var steps = texts.Count > 0 && texts[0].Contains('>', StringComparison.Ordinal) ? texts[0].Split('>') : texts.Count == 1 ? texts[0].Split(" / ") : [.. texts];
        return [.. steps.Select(s => PlainText.Line(s, NameLimit)).Where(s => s.Length > 0).Take(PathDepth)];
    }

    private IEnumerable<string> Addresses(RowField field) =>
        _fields.Raw(field).Texts.SelectMany(t => t.Contains(",http", StringComparison.OrdinalIgnoreCase) ? t.Split(',') : [t]).Select(t => t.Trim()).Where(IsAddress);

    /// <summary>An absolute address of the web or a relative one; never a script or a local file.</summary>
    private static bool IsAddress(string text) =>
        text.Length is > 0 and <= 2000 && !text.AsSpan().ContainsAny('<', '>', '"') && !text.Any(char.IsControl)
        && (Uri.TryCreate(text, UriKind.Absolute, out var uri) && !text.StartsWith('/') ? uri.Scheme is "http" or "https" : !text.Contains(':', StringComparison.Ordinal));
}
