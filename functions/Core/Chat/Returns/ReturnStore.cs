using RetailServerless.Core.Consent;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Returns;

/// <summary>A started return. Partition: the person; id: order and line, so that one line has one return however often it is asked for.</summary>
[PersonalData(Container = ReturnStore.Container)]
public sealed record ReturnDocument
{
    /// <summary>UUID of the return.</summary>
    public required Guid Id { get; init; }

    /// <summary>The order.</summary>
    public required OrderId Order { get; init; }

    /// <summary>The article.</summary>
    public required string Sku { get; init; }

    /// <summary>Units.</summary>
    public required int Quantity { get; init; }

    /// <summary>The turn that started it. Doing that turn again finds its own return.</summary>
    public required Guid Turn { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The policy that accepted it, as <c>chat/returns@1</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>The last day on which it can be sent back.</summary>
    public DateOnly? LastDay { get; init; }
}

/// <summary>Keeps returns.</summary>
public sealed class ReturnStore(IDocumentStore documents)
{
    /// <summary>The container.</summary>
    public const string Container = "returns";

    /// <summary>What is kept.</summary>
    public static PersonalDataDescription Description { get; } = new(Container, "Returns that were started, by order and article.", ["identifiers", "commercial information"], [Purpose.Service]);

    /// <summary>The return of a line; <see langword="null"/> when none was started.</summary>
    public async Task<ReturnDocument?> FindAsync(Grant grant, OrderId order, string sku, CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Service, grant.Person);
        return (await documents.GetAsync<ReturnDocument>(Key(grant.Person, order, sku), cancellationToken))?.Value;
    }

    /// <summary>Starts a return unless one of the line was started before.</summary>
    /// <returns>The return that is there now.</returns>
    public async Task<ReturnDocument> StartAsync(Grant grant, ReturnDocument started, CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Service, grant.Person);
        var key = Key(grant.Person, started.Order, started.Sku);
        return await documents.UpsertAsync(key, started, WriteCondition.IfAbsent, cancellationToken) is not null
            ? started
            : (await documents.GetAsync<ReturnDocument>(key, cancellationToken))?.Value ?? throw new InvalidOperationException("The return was there a moment ago and is gone.");
    }

    private static DocumentKey Key(PersonId person, OrderId order, string sku) => new(Container, person.Value, $"{order.Value}/{sku}");
}
