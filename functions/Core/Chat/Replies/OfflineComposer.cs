using System.Globalization;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Planning;
using RetailServerless.Core.Orders;

namespace RetailServerless.Core.Chat.Replies;

/// <summary>Writes the points of a plan as sentences with citations: the same plan always gives the same words.</summary>
public static class OfflineComposer
{
    /// <summary>What the chat can do, in one sentence.</summary>
    public const string CanDo =
        "I can find products, tell you about a product, its price and its availability, tell you how far an order is, start a return, answer questions about the shop, and hand you over to a person.";

    /// <summary>The sentences of a plan.</summary>
    public static IReadOnlyList<string> Compose(TurnPlan plan) => [.. plan.Points.SelectMany(p => Write(p, plan)).Where(s => s.Length > 0)];

    private static IEnumerable<string> Write(Point point, TurnPlan plan) => point.Code switch
    {
        PointCode.Greet => ["Hello, I am the shop's automated assistant.", "What are you looking for?"],
        PointCode.Welcome => ["You are welcome."],
        PointCode.CannotAnswer => ["I can't answer that."],
        PointCode.Capabilities => [CanDo],
        PointCode.Found => [Found(Of<CatalogEvidence>(plan, point), plan)],
        PointCode.Relaxed => [$"I found nothing that fits everything, so I left out {point.Value}."],
        PointCode.Corrected => [$"I searched for {point.Value} instead."],
        PointCode.NothingFound => ["I found no product that fits.", "Try other words, another price or fewer conditions."],
        PointCode.AffordableMeans => [Affordable(Of<CatalogEvidence>(plan, point))],
        PointCode.Offer => [Offer(Of<ProductEvidence>(plan, point))],
        PointCode.Personalized => ["With your consent I put first what fits your earlier purchases."],
        PointCode.Price => [Price(Of<ProductEvidence>(plan, point))],
        PointCode.Stock => [Stock(Of<ProductEvidence>(plan, point))],
        PointCode.Describe => ProductWords.Describe(Of<ProductEvidence>(plan, point), point.Value),
        PointCode.Attribute => [ProductWords.Attribute(Of<ProductEvidence>(plan, point), point.Value!)],
        PointCode.AttributeUnknown => [$"The catalog does not say the {point.Value} of {Of<ProductEvidence>(plan, point).Title}.{Cite(point)}"],
        PointCode.NotSaid => [$"The catalog does not answer that of {Of<ProductEvidence>(plan, point).Title}, but it says this.{Cite(point)}"],
        PointCode.AskProduct => ["Which product do you mean?", "Tell me its name, or ask me to find products first."],
        PointCode.OrderStatus => OrderWords.Status(Of<OrderEvidence>(plan, point)),
        PointCode.OrderLines => [OrderWords.Lines(Of<OrderEvidence>(plan, point))],
        PointCode.OrderUnknown => [point.Value is null ? "I find no such order in your account." : $"I find no order {point.Value} in your account.", "Please check the number."],
        PointCode.NoOrders => ["I find no order in your account."],
        PointCode.AskOrder => ["Which order is it?", "Please tell me its number."],
        PointCode.NeedsAccount => ["Orders belong to an account, and you are not signed in.", "Please sign in and ask again."],
        PointCode.AskLine => [$"Which item of order {Of<OrderEvidence>(plan, point).Placeholder} do you want to return?{Cite(point)}"],
        PointCode.ReturnLine => OrderWords.Return(Of<ReturnEvidence>(plan, point), int.Parse(point.Value!, CultureInfo.InvariantCulture)),
        PointCode.Quote => Of<PolicyEvidence>(plan, point).Sentences.Select(s => s + Cite(point)),
        PointCode.HandedOff => [$"I have handed this conversation to a person, who answers within {Of<TicketEvidence>(plan, point).AnswerWithinHours} hours.{Cite(point)}"],
        PointCode.Refused => ["I may not read your personal data for this now, so I can't answer that."],
        PointCode.NoCatalog => ["The catalog is not there yet, so I can't look for products now."],
        _ => throw new ArgumentOutOfRangeException(nameof(point), point.Code, null),
    };

    internal static string Cite(Evidence evidence) => string.Create(CultureInfo.InvariantCulture, $" [{evidence.Number}]");

    private static string Cite(Point point) => point.Evidence == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" [{point.Evidence}]");

    private static T Of<T>(TurnPlan plan, Point point)
        where T : Evidence => plan.Evidence.OfType<T>().Single(e => e.Number == point.Evidence);

    private static string Found(CatalogEvidence catalog, TurnPlan plan) => catalog.Count == 1
        ? $"I found 1 product that fits.{Cite(catalog)}"
        : plan.Shown.Count >= catalog.Count
            ? string.Create(CultureInfo.InvariantCulture, $"I found {catalog.Count} products that fit.{Cite(catalog)}")
            : string.Create(CultureInfo.InvariantCulture, $"I found {catalog.Count} products, and these fit best.{Cite(catalog)}");

    private static string Affordable(CatalogEvidence catalog) => $"I counted up to {MoneyText.Format(catalog.AffordableUpTo!.Value)} as affordable, about the middle of the prices of such products.{Cite(catalog)}";

    private static string Offer(ProductEvidence product)
    {
        if (product.Availability == Availability.Unknown)
        {
            return Price(product);
        }

        var availability = AvailabilityCheck.Word(product.Availability);
        return product.Price is not { } price
            ? $"{product.Title} is {availability}; the catalog has no price for it.{Cite(product)}"
            : product.RegularPrice is { } regular
                ? $"{product.Title} costs {MoneyText.Format(price)} instead of {MoneyText.Format(regular)} and is {availability}.{Cite(product)}"
                : $"{product.Title} costs {MoneyText.Format(price)} and is {availability}.{Cite(product)}";
    }

    private static string Price(ProductEvidence product) => product.Price is not { } price
        ? $"The catalog has no price for {product.Title}.{Cite(product)}"
        : product.RegularPrice is { } regular
            ? $"{product.Title} costs {MoneyText.Format(price)} now, instead of {MoneyText.Format(regular)}.{Cite(product)}"
            : $"{product.Title} costs {MoneyText.Format(price)}.{Cite(product)}";

    private static string Stock(ProductEvidence product) => product switch
    {
        { Availability: Availability.Unknown } => $"The catalog does not tell the stock of {product.Title}.{Cite(product)}",
        { Availability: Availability.InStock, StockLevel: > 0 and <= 5 and var left } => string.Create(CultureInfo.InvariantCulture, $"{product.Title} is in stock, with {left} left.{Cite(product)}"),
        _ => $"{product.Title} is {AvailabilityCheck.Word(product.Availability)}.{Cite(product)}",
    };
}
