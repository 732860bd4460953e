using System.Globalization;
using System.Runtime.CompilerServices;
using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>
/// Profiles of customers, with <c>lastActivityAt</c>: the newest instant of anything that they did, be it kept or removed when its own time was over, and when they joined. Removing a profile leaves the mark of where its
/// customer lives, so that what is kept longer is still counted by the right rules.
/// </summary>
internal sealed class CustomerRetainedStore(IDocumentStore documents, RetainedStores stores, RetentionMarks marks) : IRetainedStore
{
    private readonly PartitionRetainedStore _documents = new(documents, Customer.Container);

    public string Name => Customer.Container;

    public bool LooksElsewhere => true;

    public IAsyncEnumerable<PersonId> PeopleAsync(PersonId? after, CancellationToken cancellationToken) => _documents.PeopleAsync(after, cancellationToken);

    public async IAsyncEnumerable<RetainedItem> ItemsAsync(PersonId person, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _documents.ItemsAsync(person, after, cancellationToken))
        {
            yield return await WithActivityAsync(person, item, cancellationToken);
        }
    }

    public async Task<RetainedItem?> FindAsync(PersonId person, string id, CancellationToken cancellationToken) =>
        await _documents.FindAsync(person, id, cancellationToken) is { } item ? await WithActivityAsync(person, item, cancellationToken) : null;

    public async Task RemoveAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken)
    {
        if (await marks.ProfileAsync(person, cancellationToken) is { } profile)
        {
            var residence = RetentionMarks.ResidenceOf(profile.Country, profile.Region);
            await marks.AddAsync(person, new RetentionMark { LastActivityAt = RetentionClock.InstantOf(item.Content, ["lastActivityAt"]) ?? DateTimeOffset.UnixEpoch, Country = residence.Country, Region = residence.Region }, cancellationToken);
        }

        await _documents.RemoveAsync(person, item, cancellationToken);
    }

    private async Task<RetainedItem> WithActivityAsync(PersonId person, RetainedItem item, CancellationToken cancellationToken)
    {
        var last = RetentionClock.InstantOf(item.Content, ["joinedAt"]);
        last = (await marks.FindAsync(person, cancellationToken))?.Value.LastActivityAt is { } marked && !(marked <= last) ? marked : last;
        foreach (var store in stores.All)
        {
            last = await PersonActivity.NewestAsync(store, person, cancellationToken) is { } at && !(at <= last) ? at : last;
        }

        if (last is { } seen)
        {
            item.Content["lastActivityAt"] = seen.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        }

        return item;
    }
}
