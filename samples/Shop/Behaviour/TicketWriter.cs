using RetailServerless.Samples.Shop.Assortment;

namespace RetailServerless.Samples.Shop.Behaviour;

/// <summary>Writes tickets: what a shopper asks and what the service desk answers.</summary>
internal static class TicketWriter
{
    private static readonly (string Topic, string Subject, string Question, string Answer)[] Questions =
    [
        ("delivery", "Where is my parcel?", "The parcel for order {0} shows as delivered, but I cannot find it.", "The carrier left it with a neighbour; the name is in the delivery note."),
        ("product", "Question about care", "How do I clean the {1}?", "Please follow the care label; lukewarm water and a mild soap are safe."),
        ("invoice", "Invoice needed", "Please send me the invoice for order {0}.", "It has been sent to the address of your account."),
        ("defect", "Something is missing", "A part of the {1} was missing from the box.", "We are sorry. The missing part is on its way to you."),
    ];

    public static ShopTicket Write(Random random, string id, ShopOrder order, ShopProduct product, bool returned, DateTimeOffset at, DateTimeOffset now)
    {
        var (topic, subject, question, answer) = returned
            ? ("return", "I want to return an item", "I would like to return the {1} from order {0}. It does not suit me.", "A return label has been created. You have 30 days from delivery.")
            : random.Pick(Questions);
        var answered = at.AddHours(2 + random.Next(30));
        var messages = new List<ShopMessage> { new("customer", at, Fill(question, order, product)) };
        if (answered < now)
        {
            messages.Add(new ShopMessage("agent", answered, Fill(answer, order, product)));
        }

        var closed = answered < now && random.NextDouble() < 0.93;
        return new ShopTicket(id, order, product, topic, subject, at, messages, closed ? "closed" : "open", closed ? Math.Clamp(3 + random.Poisson(1.2), 1, 5) : null);
    }

    private static string Fill(string text, ShopOrder order, ShopProduct product) =>
        text.Replace("{0}", order.Id, StringComparison.Ordinal).Replace("{1}", product.Title, StringComparison.Ordinal);
}
