using System.Globalization;
using System.Text.Json;
using RetailServerless.Samples.Shop.Behaviour;
using RetailServerless.Samples.Shop.Shoppers;

namespace RetailServerless.Samples.Shop.Output;

/// <summary>Writes what is about shoppers, one JSON object a line.</summary>
internal static class PeopleFiles
{
    public static void WriteCustomers(Stream stream, IReadOnlyList<Shopper> shoppers, ShopOptions options)
    {
        using var lines = new JsonLines(stream);
        foreach (var shopper in shoppers)
        {
            lines.Write(json =>
            {
                json.WriteString("id", shopper.Id);
                json.WriteString("email", $"{shopper.Id.ToLowerInvariant()}@shopper.example");
                json.WriteString("region", shopper.Region);
                json.WriteString("ageBand", shopper.AgeBand);
                json.WriteString("gender", shopper.Gender);
                WriteTime(json, "createdAt", options.At(shopper.JoinedDay, TimeSpan.Zero));
                json.WriteStartObject("consent");
                json.WriteBoolean("personalization", shopper.Consent.Personalization);
                json.WriteBoolean("analytics", shopper.Consent.Analytics);
                json.WriteBoolean("modelTraining", shopper.Consent.ModelTraining);
                json.WriteBoolean("marketing.email", shopper.Consent.Marketing);
                json.WriteEndObject();
            });
        }
    }

    public static void WriteOrders(Stream stream, IReadOnlyList<ShopOrder> orders)
    {
        using var lines = new JsonLines(stream);
        foreach (var order in orders)
        {
            lines.Write(json =>
            {
                json.WriteString("id", order.Id);
                json.WriteString("customerId", order.Shopper.Id);
                WriteTime(json, "placedAt", order.PlacedAt);
                json.WriteString("status", order.Status);
                WriteTime(json, "shippedAt", order.ShippedAt);
                WriteTime(json, "deliveredAt", order.DeliveredAt);
                if (order.ExpectedDelivery is { } expected)
                {
                    json.WriteString("expectedDelivery", expected.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                }

                json.WriteStartArray("lines");
                foreach (var line in order.Lines)
                {
                    json.WriteStartObject();
                    json.WriteString("sku", line.Product.Sku);
                    json.WriteString("title", line.Product.Title);
                    json.WriteNumber("quantity", line.Quantity);
                    json.WriteStartObject("unitPrice");
                    json.WriteString("amount", line.UnitPrice.ToString("0.00", CultureInfo.InvariantCulture));
                    json.WriteString("currency", "USD");
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
    }

    public static void WriteEvents(Stream stream, IReadOnlyList<ShopEvent> events)
    {
        using var lines = new JsonLines(stream);
        foreach (var e in events)
        {
            lines.Write(json =>
            {
                json.WriteString("id", e.Id);
                json.WriteString("customerId", e.Shopper.Id);
                json.WriteString("sessionId", e.Session);
                json.WriteString("type", e.Type);
                WriteTime(json, "at", e.At);
                if (e.Product is { } product)
                {
                    json.WriteString("sku", product.Sku);
                }

                if (e.Query is { } query)
                {
                    json.WriteString("query", query);
                }

                if (e.Quantity > 0)
                {
                    json.WriteNumber("quantity", e.Quantity);
                }
            });
        }
    }

    public static void WriteReviews(Stream stream, IReadOnlyList<ShopReview> reviews)
    {
        using var lines = new JsonLines(stream);
        foreach (var review in reviews)
        {
            lines.Write(json =>
            {
                json.WriteString("id", review.Id);
                json.WriteString("customerId", review.Shopper.Id);
                json.WriteString("sku", review.Product.Sku);
                json.WriteNumber("rating", review.Rating);
                json.WriteString("title", review.Title);
                json.WriteString("text", review.Text);
                WriteTime(json, "at", review.At);
            });
        }
    }

    public static void WriteTickets(Stream stream, IReadOnlyList<ShopTicket> tickets)
    {
        using var lines = new JsonLines(stream);
        foreach (var ticket in tickets)
        {
            lines.Write(json =>
            {
                json.WriteString("id", ticket.Id);
                json.WriteString("customerId", ticket.Order.Shopper.Id);
                json.WriteString("orderId", ticket.Order.Id);
                json.WriteString("sku", ticket.Product.Sku);
                json.WriteString("topic", ticket.Topic);
                json.WriteString("subject", ticket.Subject);
                json.WriteString("status", ticket.Status);
                WriteTime(json, "createdAt", ticket.At);
                if (ticket.Satisfaction is { } satisfaction)
                {
                    json.WriteNumber("satisfaction", satisfaction);
                }

                json.WriteStartArray("messages");
                foreach (var message in ticket.Messages)
                {
                    json.WriteStartObject();
                    json.WriteString("from", message.From);
                    WriteTime(json, "at", message.At);
                    json.WriteString("text", message.Text);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
    }

    /// <summary>The truth that no import sees: tastes, to measure recommendations and bias against.</summary>
    public static void WriteTruth(Stream stream, IReadOnlyList<Shopper> shoppers, IReadOnlyList<string> departments)
    {
        using var lines = new JsonLines(stream);
        foreach (var shopper in shoppers)
        {
            lines.Write(json =>
            {
                json.WriteString("customerId", shopper.Id);
                json.WriteNumber("priceLevel", Math.Round(shopper.PriceLevel, 4));
                json.WriteNumber("visitsPerYear", Math.Round(shopper.VisitsPerYear, 3));
                json.WriteStartObject("departments");
                for (var i = 0; i < departments.Count; i++)
                {
                    json.WriteNumber(departments[i], Math.Round(shopper.Departments[i], 5));
                }

                json.WriteEndObject();
                json.WriteStartObject("brands");
                foreach (var (brand, utility) in shopper.Brands)
                {
                    json.WriteNumber(brand, utility);
                }

                json.WriteEndObject();
            });
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } instant)
        {
            json.WriteString(name, instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }
    }
}
