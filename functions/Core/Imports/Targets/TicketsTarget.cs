using System.Text.Json;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Imports.Values;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Support tickets: one row a ticket, with its messages where the format can hold them.</summary>
public sealed class TicketsTarget(IDocumentStore documents) : IImportTarget
{
    private static readonly RowField Id = new("id", "ticketId", "caseId", "number") { IsRequired = true };
    private static readonly RowField Customer = new("customerId", "customer", "userId", "requesterId") { IsRequired = true };
    private static readonly RowField Subject = new("subject", "title", "shortSummary", "headline");
    private static readonly RowField Summary = new("summary", "longSummary", "description", "body");
    private static readonly RowField Topic = new("topic", "type", "ticketType", "category");
    private static readonly RowField Status = new("status", "ticketStatus", "state");
    private static readonly RowField SkuField = new("sku", "productId");
    private static readonly RowField Order = new("orderId", "order", "orderNumber");
    private static readonly RowField CreatedAt = new("createdAt", "at", "openedAt", "date");
    private static readonly RowField Satisfaction = new("satisfaction", "customerSatisfaction", "csat");
    private static readonly RowField Messages = new("messages", "conversation", "comments");

    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.Tickets;

    /// <inheritdoc/>
    public RowSchema Schema { get; } = Fields;

    private static RowSchema Fields { get; } = new(Id, Customer, Subject, Summary, Topic, Status, SkuField, Order, CreatedAt, Satisfaction, Messages);

    /// <inheritdoc/>
    public ImportSession Begin(ImportRecord import) => new Session(documents);

    private sealed class Session(IDocumentStore documents) : DocumentSession<Ticket>(documents, Ticket.Container)
    {
        private const int MaxMessages = 500;
        private const int TextLimit = 20_000;

        protected override DocumentWrite<Ticket> Map(ImportRow row)
        {
            var customer = Fields.Customer(Customer);
            var subject = Fields.Line(Subject, 300) ?? Fields.Line(Summary, 300);
            if (subject is null)
            {
                Fields.Fail(Subject, "The ticket has neither a subject nor a summary. Write what it is about.");
            }

            var ticket = new Ticket
            {
                Id = Fields.Id(Id, 128),
                Customer = customer,
                Subject = subject ?? "",
                Summary = Fields.Lines(Summary, TextLimit),
                Topic = Fields.Line(Topic, 100),
                Status = Fields.Line(Status, 40),
                Sku = Fields.OptionalId(SkuField, 128) is { } sku ? new Sku(sku) : null,
                Order = Fields.OptionalId(Order, 64) is { } order ? new OrderId(order) : null,
                CreatedAt = Fields.Instant(CreatedAt),
                Satisfaction = Fields.Number(Satisfaction, 0, 100),
                Messages = [.. Fields.Raw(Messages).Objects.Take(MaxMessages).Select(MessageOf).OfType<TicketMessage>()],
            };
            return new DocumentWrite<Ticket>(PersonId.Of(customer).Value, ticket.Id, ticket);
        }

        private static TicketMessage? MessageOf(JsonElement json)
        {
            string? text = null;
            var fromCustomer = false;
            DateTimeOffset? at = null;
            foreach (var property in json.EnumerateObject())
            {
                var value = new FieldValue(property.Value).Text;
                switch (RowSchema.Normalize(property.Name))
                {
                    case "text" or "body" or "message" or "content":
                        text = value is null ? null : PlainText.Lines(value, TextLimit);
                        break;
                    case "iscustomermessage" or "fromcustomer":
                        fromCustomer = value is "true";
                        break;
                    case "from" or "author" or "role" or "sender":
                        fromCustomer = value?.ToLowerInvariant() is "customer" or "shopper" or "user";
                        break;
                    case "at" or "createdat" or "timestamp":
                        at = value is not null && DateText.TryInstant(value, out var instant) && instant.Year >= 1900 ? instant : null;
                        break;
                }
            }

            return string.IsNullOrEmpty(text) ? null : new TicketMessage(fromCustomer, text, at);
        }
    }
}
