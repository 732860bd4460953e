using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>Names an activity of a generation of an orchestration.</summary>
internal readonly record struct ActivityKey(string InstanceId, int Generation, int TaskId);

/// <summary>
/// Activities whose orchestration ended, or continued as new, without waiting for them. Their rows stand on their own: the orchestration may be purged, or its
/// id be used again, before they have run.
/// </summary>
internal static class LeftActivities
{
    public static void Save(StoreWriter store, ActivityKey key, int partition, byte[] encoded)
    {
        Delete(store, key);
        store.Db.Prepare("INSERT INTO activities(instance, generation, task, partition, message) VALUES (?,?,?,?,?)")
            .Bind(key.InstanceId).Bind(key.Generation).Bind(key.TaskId).Bind(partition).Bind(encoded).Run();
        store.OwnMessage(encoded);
    }

    public static void Delete(StoreWriter store, ActivityKey key)
    {
        var query = store.Db.Prepare("DELETE FROM activities WHERE instance = ? AND generation = ? AND task = ? RETURNING message")
            .Bind(key.InstanceId).Bind(key.Generation).Bind(key.TaskId);
        var encoded = query.Step() ? query.Blob(0).ToArray() : null;
        query.Run();
        if (encoded is not null)
        {
            store.DropMessage(encoded);
        }
    }

    public static List<(ActivityKey Key, int Partition, List<HistoryEvent> Message)> All(StoreReader reader) => reader.Use(db =>
    {
        var all = new List<(ActivityKey, int, List<HistoryEvent>)>();
        var query = db.Prepare("SELECT instance, generation, task, partition, message FROM activities");
        while (query.Step())
        {
            all.Add((new(query.Text(0), (int)query.Long(1), (int)query.Long(2)), (int)query.Long(3), HistoryReader.Read(query.Blob(4))));
        }

        return all;
    });
}
