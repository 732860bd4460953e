using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>What counts as something that a person did, and when.</summary>
internal static class PersonActivity
{
    private static readonly Dictionary<string, string[]> Instants = new(StringComparer.Ordinal)
    {
        ["orders"] = ["placedAt"],
        ["returns"] = ["startedAt"],
        ["events"] = ["events.at"],
        ["conversations"] = ["lastTurnAt", "createdAt"],
        ["tickets"] = ["messages.at", "createdAt"],
        ["reviews"] = ["at"],
    };

    /// <summary>When the person did what an item tells of; <see langword="null"/> when it tells of nothing that they did.</summary>
    public static DateTimeOffset? At(string store, RetainedItem item) =>
        Instants.TryGetValue(store, out var paths) ? RetentionClock.InstantOf(item.Content, paths) : null;

    /// <summary>The newest thing that the person did, in a store.</summary>
    public static async Task<DateTimeOffset?> NewestAsync(IRetainedStore store, PersonId person, CancellationToken cancellationToken)
    {
        DateTimeOffset? newest = null;
        if (Instants.ContainsKey(store.Name))
        {
            await foreach (var item in store.ItemsAsync(person, null, cancellationToken))
            {
                newest = At(store.Name, item) is { } at && !(at <= newest) ? at : newest;
            }
        }

        return newest;
    }
}
