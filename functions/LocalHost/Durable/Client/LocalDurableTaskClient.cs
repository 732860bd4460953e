using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;
using RetailServerless.LocalHost.Durable.Telemetry;

namespace RetailServerless.LocalHost.Durable;

/// <summary>A client of the local engine.</summary>
internal sealed partial class LocalDurableTaskClient(string name, DurableTaskClientOptions options, DurableEngine engine)
    : DurableTaskClient(name)
{
    private readonly LocalDurableEntityClient? _entities = options.EnableEntitySupport ? new(name, options, engine) : null;

    public override DurableEntityClient Entities => _entities ?? throw new NotSupportedException(
        $"Durable entities are disabled because {nameof(DurableTaskClientOptions)}.{nameof(DurableTaskClientOptions.EnableEntitySupport)}=false");

    private bool AreEntitiesEnabled => options.EnableEntitySupport;

    private static readonly OrchestrationRuntimeStatus[] NotEnded =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private DataConverter Converter => options.DataConverter;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var id = string.IsNullOrEmpty(options?.InstanceId) ? null : options.InstanceId;
        EntityAddress.Refuse(id, AreEntitiesEnabled);
        var now = engine.UtcNow;
        var startAt = options?.StartAt?.UtcDateTime is { } at && at > now ? at : (DateTime?)null;
        var record = new InstanceRecord(id ?? NewId(), orchestratorName.Name, VersionOf(options), 0, now)
        {
            Input = Converter.Serialize(input),
            Tags = options?.Tags,
            Due = startAt,
            Active = startAt is null,
        };
        var dedupe = options?.DedupeStatuses?.Select(Enum.Parse<OrchestrationRuntimeStatus>).ToHashSet();
        ThrowWhenItContradictsItself(dedupe);
        while (true)
        {
            try
            {
                await CreateAsync(record, dedupe ?? [], isFresh: id is null, cancellation);
                return record.Id;
            }
            catch (InstanceExistsException e) when (dedupe is not null && !dedupe.Contains(e.Status) && !InstanceStatus.IsEnded(e.Status))
            {
                await TerminateInstanceAsync(record.Id, new TerminateInstanceOptions("Replaced by a new instance"), cancellation);
                await WaitForInstanceCompletionAsync(record.Id, cancellation);
            }
        }
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        CheckId(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return RaiseAsync(instanceId, new EventRaised(eventName, Converter.Serialize(eventPayload)), cancellation);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        CheckId(instanceId);
        return engine.SendAsync(instanceId, new ExecutionTerminated(Converter.Serialize(options?.Output), options?.Recursive ?? false), cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        CheckId(instanceId);
        return engine.SendAsync(instanceId, new ExecutionSuspended(reason), cancellation);
    }

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        CheckId(instanceId);
        return engine.SendAsync(instanceId, new ExecutionResumed(reason), cancellation);
    }

    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        CheckId(instanceId);
        await engine.OpenAsync();
        var (_, record, _) = engine.Reader.Find(instanceId)
            ?? throw new ArgumentException($"There is no orchestration instance '{instanceId}'.", nameof(instanceId));
        if (!restartWithNewInstanceId && !record.HasEnded)
        {
            throw new InvalidOperationException($"The orchestration instance '{instanceId}' has not ended; only an ended one can be restarted under its id.");
        }

        var id = restartWithNewInstanceId ? NewId() : instanceId;
        var again = new InstanceRecord(id, record.Name, record.Version, 0, engine.UtcNow) { Input = record.Input, Tags = record.Tags };
        await CreateAsync(again, [], restartWithNewInstanceId, cancellation);
        return id;
    }

    public override async Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        CheckId(instanceId);
        await engine.OpenAsync();
        var (_, record, _) = engine.Reader.Find(instanceId)
            ?? throw new ArgumentException($"There is no orchestration instance '{instanceId}'.", nameof(instanceId));
        if (record.Status != OrchestrationRuntimeStatus.Failed)
        {
            throw DurableEngine.NotFailed(instanceId);
        }

        await engine.SendAsync(instanceId, new ExecutionRewound(reason), cancellation);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, static record => record.Status != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, static record => record.HasEnded, getInputsAndOutputs, cancellation);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Ids that rise with time stand side by side in the index of ids: among a million others a random one would cost a page of its own.</summary>
    private static string NewId() => Guid.CreateVersion7().ToString("N");

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, Func<InstanceRecord, bool> isReached, bool withData, CancellationToken cancellation)
    {
        CheckId(instanceId);
        await engine.OpenAsync();
        return await engine.WaitAsync(instanceId, isReached, cancellation) is { } found
            ? Metadata(engine.Reader.Resolve(found.Record, withData), found.Updated, withData)
            : throw new ArgumentException($"There is no orchestration instance '{instanceId}'.", nameof(instanceId));
    }

    private void CheckId(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        EntityAddress.Refuse(instanceId, AreEntitiesEnabled);
    }

    /// <summary>Creates an instance under a span, to which its own will belong.</summary>
    private async Task CreateAsync(
        InstanceRecord record, IReadOnlyCollection<OrchestrationRuntimeStatus> refusedBy, bool isFresh, CancellationToken cancellation)
    {
        using var span = DurableTracing.StartCreation(record.Name, record.Version, record.Id);
        try
        {
            var trace = InstanceTrace.Under(span ?? Activity.Current);
            await engine.CreateAsync(trace is null ? record : record with { Trace = trace }, refusedBy, isFresh, cancellation);
        }
        catch (Exception e)
        {
            DurableTracing.Fail(span, e.GetType().FullName!);
            throw;
        }
    }

    private async Task RaiseAsync(string instanceId, EventRaised raised, CancellationToken cancellation)
    {
        using var span = DurableTracing.StartEvent(raised.Name, instanceId);
        try
        {
            await engine.SendAsync(instanceId, raised, cancellation);
        }
        catch (Exception e)
        {
            DurableTracing.Fail(span, e.GetType().FullName!);
            throw;
        }
    }

    /// <summary>A running instance that may be replaced is terminated first; a new one that is refused because of that could never be made.</summary>
    private static void ThrowWhenItContradictsItself(HashSet<OrchestrationRuntimeStatus>? dedupeStatuses)
    {
        if (dedupeStatuses?.Contains(OrchestrationRuntimeStatus.Terminated) == true && !dedupeStatuses.IsSupersetOf(NotEnded))
        {
            throw new ArgumentException(
                "Instances that were terminated refuse a new one of their id, but those that run are to be terminated for it. "
                + $"Name {string.Join(", ", NotEnded)} too, or leave out {OrchestrationRuntimeStatus.Terminated}.",
                nameof(dedupeStatuses));
        }
    }

    private string? VersionOf(StartOrchestrationOptions? start) =>
        (start?.Version is { } asked ? asked.Version : options.DefaultVersion) is { Length: > 0 } version ? version : null;

    private OrchestrationMetadata Metadata(InstanceRecord record, DateTime updated, bool withData) => new(record.Name, record.Id)
    {
        DataConverter = Converter,
        RuntimeStatus = record.Status,
        CreatedAt = new DateTimeOffset(record.Created),
        LastUpdatedAt = new DateTimeOffset(updated),
        SerializedInput = withData ? record.Input : null,
        SerializedOutput = withData ? record.Output : null,
        SerializedCustomStatus = withData ? record.CustomStatus : null,
        Tags = record.Tags ?? new Dictionary<string, string>(),
        FailureDetails = withData ? record.Failure : null,
        HasData = withData,
    };
}
