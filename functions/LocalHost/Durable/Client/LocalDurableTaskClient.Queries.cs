using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable;

internal sealed partial class LocalDurableTaskClient
{
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        CheckId(instanceId);
        await engine.OpenAsync();
        return engine.Reader.Find(instanceId, getInputsAndOutputs) is { } found ? Metadata(found.Record, found.Updated, getInputsAndOutputs) : null;
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        filter ??= new OrchestrationQuery();
        EntityAddress.Refuse(filter.InstanceIdPrefix, AreEntitiesEnabled, nameof(filter));
        return Pageable.Create<OrchestrationMetadata>(async (token, size, cancellation) =>
        {
            await engine.OpenAsync();
            var page = InstanceQueries.List(engine.Reader, filter, token ?? filter.ContinuationToken, size ?? filter.PageSize);
            return new Page<OrchestrationMetadata>(
                [.. page.Rows.Select(row => Metadata(engine.Reader.Resolve(row.Record, filter.FetchInputsAndOutputs), row.Updated, filter.FetchInputsAndOutputs))], page.Next);
        });
    }

    public override async Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        await engine.OpenAsync();
        var (ids, next) = InstanceQueries.ListEnded(engine.Reader, runtimeStatus, completedTimeFrom, completedTimeTo, pageSize, lastInstanceKey);
        return new Page<string>(ids, next);
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        CheckId(instanceId);
        var count = await engine.DoAsync(store => InstancePurge.Purge(store, instanceId, options?.Recursive ?? false), cancellation);
        return new PurgeResult(count, isComplete: true);
    }

    /// <summary>Purges in small transactions, so that running orchestrations hardly notice.</summary>
    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var start = Environment.TickCount64;
        var count = 0;
        PurgePosition? last = null;
        while (true)
        {
            var after = last;
            (var purged, last) = await engine.DoAsync(store => InstancePurge.PurgeSome(store, filter, options?.Recursive ?? false, after), cancellation);
            count += purged;
            if (last is null)
            {
                return new PurgeResult(count, isComplete: true);
            }

            if (filter.Timeout is { } timeout && Environment.TickCount64 - start >= timeout.TotalMilliseconds)
            {
                return new PurgeResult(count, isComplete: false);
            }
        }
    }
}
