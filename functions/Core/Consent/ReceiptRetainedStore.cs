using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>
/// Receipts, with <c>supersededAt</c>: when the next decision about the same was made. A refusal or withdrawal that nothing has superseded is in use: it is to be honoured as long as the person is known.
/// </summary>
internal sealed class ReceiptRetainedStore(IDocumentStore documents) : IRetainedStore
{
    private readonly PartitionRetainedStore _documents = new(documents, ConsentReceipt.Container);

    public string Name => ConsentReceipt.Container;

    public IAsyncEnumerable<PersonId> PeopleAsync(PersonId? after, CancellationToken cancellationToken) => _documents.PeopleAsync(after, cancellationToken);

    public async IAsyncEnumerable<RetainedItem> ItemsAsync(PersonId person, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What supersedes a receipt comes after it.
        var items = await _documents.ItemsAsync(person, after, cancellationToken).ToListAsync(cancellationToken);
        foreach (var item in items)
        {
            yield return WithSuccessor(item, items);
        }
    }

    public async Task<RetainedItem?> FindAsync(PersonId person, string id, CancellationToken cancellationToken) =>
        await _documents.FindAsync(person, id, cancellationToken) is { } item
            ? WithSuccessor(item, await _documents.ItemsAsync(person, id, cancellationToken).ToListAsync(cancellationToken))
            : null;

    public Task RemoveAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken) => _documents.RemoveAsync(person, item, cancellationToken);

    private static RetainedItem WithSuccessor(RetainedItem item, List<RetainedItem> others)
    {
        var id = Text(item.Content["receiptId"]);
        var next = others.Find(other => id is not null && Text(other.Content["previousReceiptId"]) == id);
        if (next is not null)
        {
            item.Content["supersededAt"] = next.Content["at"]?.DeepClone();
        }

        return item with { InUse = next is null && Text(item.Content["decision"]) != "granted" };
    }

    private static string? Text(JsonNode? value) => value?.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : null;
}
