using RetailServerless.Core.Customers;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>The stores of personal data from which items can be taken: those that say how, and every container whose partition is the person.</summary>
public sealed class RetainedStores
{
    private readonly Dictionary<string, IRetainedStore> _stores = new(StringComparer.Ordinal);

    /// <summary>Finds them.</summary>
    public RetainedStores(IEnumerable<IPersonalDataStore> personal, IEnumerable<IRetainedStore> own, IDocumentStore documents)
    {
        Registered = [.. personal.Select(p => p.Description)];
        foreach (var store in personal.OfType<PartitionPersonalData>())
        {
            _stores[store.Description.Name] = new PartitionRetainedStore(documents, store.Description.Name);
        }

        _stores[Customer.Container] = new CustomerRetainedStore(documents, this, new RetentionMarks(documents));
        _stores[RetentionMark.Container] = new MarkRetainedStore(documents, this);
        foreach (var store in own)
        {
            _stores[store.Name] = store;
        }
    }

    /// <summary>Every store of personal data that is registered, also those from which nothing is taken here.</summary>
    public IReadOnlyList<PersonalDataDescription> Registered { get; }

    /// <summary>The stores, those first that look into others.</summary>
    public IEnumerable<IRetainedStore> All => _stores.Values.OrderByDescending(s => s.LooksElsewhere).ThenByDescending(s => s.Name == RetentionMark.Container).ThenBy(s => s.Name, StringComparer.Ordinal);

    /// <summary>A store by its name; <see langword="null"/> when nothing can be taken from it here.</summary>
    public IRetainedStore? Find(string name) => _stores.GetValueOrDefault(name);
}
