using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable;

/// <summary>A client of the entities of the local engine.</summary>
internal sealed class LocalDurableEntityClient(string name, DurableTaskClientOptions options, DurableEngine engine) : DurableEntityClient(name)
{
    public override Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        SignalEntityOptions? options = null,
        CancellationToken cancellation = default)
    {
        Check(id);
        ArgumentException.ThrowIfNullOrEmpty(operationName);
        var signal = new OperationRequested(operationName, Converter.Serialize(input), options?.SignalTime?.UtcDateTime, null);
        return engine.SendToEntityAsync(id.ToString(), signal, cancellation);
    }

    public override async Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        await FindAsync(id, includeState) is { } found ? Metadata(found, includeState) : null;

    public override async Task<EntityMetadata<T>?> GetEntityAsync<T>(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        await FindAsync(id, includeState) is { } found ? Metadata<T>(found, includeState) : null;

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => List(filter, Metadata);

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) => List(filter, Metadata<T>);

    public override async Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default)
    {
        var what = request ?? CleanEntityStorageRequest.Default;
        var done = new CleanEntityStorageResult { ContinuationToken = what.ContinuationToken };
        do
        {
            var (removed, orphans, last) = await engine.DoAsync(store => EntityCleaning.Clean(store, what, done.ContinuationToken), cancellation);
            foreach (var orphan in orphans)
            {
                await engine.SendToEntityAsync(orphan.Id, new LockReleased(orphan.LockId!, orphan.LockedBy!, null, 0), cancellation);
            }

            done = new CleanEntityStorageResult
            {
                EmptyEntitiesRemoved = done.EmptyEntitiesRemoved + removed,
                OrphanedLocksReleased = done.OrphanedLocksReleased + orphans.Count,
                ContinuationToken = last,
            };
        }
        while (continueUntilComplete && done.ContinuationToken is not null);

        return done;
    }

    private DataConverter Converter => options.DataConverter;

    private static void Check(EntityInstanceId id) => ArgumentException.ThrowIfNullOrEmpty(id.Name, nameof(id));

    private async Task<StoredEntity?> FindAsync(EntityInstanceId id, bool withState)
    {
        Check(id);
        await engine.OpenAsync();
        return EntityQueries.Find(engine.Reader, id.ToString(), withState);
    }

    private AsyncPageable<T> List<T>(EntityQuery? filter, Func<StoredEntity, bool, T> convert)
        where T : notnull
    {
        filter ??= new EntityQuery();
        return Pageable.Create<T>(async (token, size, cancellation) =>
        {
            await engine.OpenAsync();
            var (rows, next) = EntityQueries.List(
                engine.Reader, filter, token ?? filter.ContinuationToken, size ?? filter.PageSize ?? EntityQuery.DefaultPageSize);
            return new Page<T>([.. rows.Select(row => convert(row, filter.IncludeState))], next);
        });
    }

    private EntityMetadata Metadata(StoredEntity entity, bool withState)
    {
        var state = withState && entity.Row.State is { } data ? new SerializedData(data, Converter) : null;
        return new EntityMetadata(EntityInstanceId.FromString(entity.Row.Id), state)
        {
            LastModifiedTime = new DateTimeOffset(entity.Row.Modified),
            BacklogQueueSize = entity.Backlog,
            LockedBy = entity.Row.LockedBy,
        };
    }

    private EntityMetadata<T> Metadata<T>(StoredEntity entity, bool withState)
    {
        var (id, time) = (EntityInstanceId.FromString(entity.Row.Id), new DateTimeOffset(entity.Row.Modified));
        return withState && entity.Row.State is { } data
            ? new EntityMetadata<T>(id, Converter.Deserialize<T>(data)) { LastModifiedTime = time, BacklogQueueSize = entity.Backlog, LockedBy = entity.Row.LockedBy }
            : new EntityMetadata<T>(id) { LastModifiedTime = time, BacklogQueueSize = entity.Backlog, LockedBy = entity.Row.LockedBy };
    }
}
