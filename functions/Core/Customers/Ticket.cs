using RetailServerless.Core.Catalog;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Customers;

/// <summary>A conversation of a customer with the service desk. Personal data.</summary>
[PersonalData(Container = Container)]
public sealed record Ticket
{
    /// <summary>The container; a partition is a person.</summary>
    public const string Container = "tickets";

    /// <summary>The shop's number.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>What it is about, in a line.</summary>
    public required string Subject { get; init; }

    /// <summary>What it is about, at length.</summary>
    public string? Summary { get; init; }

    /// <summary>Its topic or type, as the shop names it.</summary>
    public string? Topic { get; init; }

    /// <summary>Its status, as the shop names it.</summary>
    public string? Status { get; init; }

    /// <summary>The article it is about.</summary>
    public Sku? Sku { get; init; }

    /// <summary>The order it is about.</summary>
    public OrderId? Order { get; init; }

    /// <summary>When it was opened, UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How satisfied the customer was, on the shop's scale.</summary>
    public double? Satisfaction { get; init; }

    /// <summary>The messages, oldest first.</summary>
    public IReadOnlyList<TicketMessage> Messages { get; init; } = [];
}

/// <summary>One message of a ticket.</summary>
/// <param name="FromCustomer">Whether the customer wrote it.</param>
/// <param name="Text">What was written.</param>
/// <param name="At">When, UTC.</param>
[PersonalData]
public sealed record TicketMessage(bool FromCustomer, string Text, DateTimeOffset? At);

/// <summary>Reads the tickets of a person.</summary>
public sealed class TicketStore(IDocumentStore documents)
{
    /// <summary>What is kept.</summary>
    public static PersonalDataDescription Description { get; } = new(
        Ticket.Container, "Conversations of the customer with the service desk.", ["identifiers", "commercial information"], [Purpose.Service]);

    /// <summary>The tickets of the person whom the grant names.</summary>
    /// <exception cref="InvalidOperationException">The grant is not for service: a defect of the calling code.</exception>
    public async IAsyncEnumerable<Ticket> ListAsync(Grant grant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Service, grant.Person);
        await foreach (var ticket in documents.QueryAsync<Ticket>(Ticket.Container, grant.Person.Value, DocumentQuery.All, cancellationToken))
        {
            yield return ticket.Value;
        }
    }
}
