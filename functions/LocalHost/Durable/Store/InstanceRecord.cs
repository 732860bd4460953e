using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Payloads;
using RetailServerless.LocalHost.Durable.Telemetry;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>The row of an instance.</summary>
internal sealed record InstanceRecord(string Id, string Name, string? Version, int Partition, DateTime Created)
{
    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    /// <summary>
    /// Number of the run, one more with each continue-as-new. It begins anywhere, so that a late result for an instance does not count in a later
    /// instance of the same id.
    /// </summary>
    public int Generation { get; init; } = Random.Shared.Next(1 << 30);

    public bool Active { get; init; } = true;

    public DateTime? Completed { get; init; }

    public DateTime? Due { get; init; }

    public ParentLink? Parent { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    /// <summary>Its place in a distributed trace; null when it is in none.</summary>
    public InstanceTrace? Trace { get; init; }

    /// <summary>Which of these contents are objects elsewhere.</summary>
    public PayloadNames? Payloads { get; init; }

    /// <summary>The object that the failure is in, until it is read.</summary>
    public string? FailureObject { get; init; }

    public bool HasEnded => InstanceStatus.IsEnded(Status);

    /// <summary>Whether the columns that change during a run are the same.</summary>
    public bool HasSameState(InstanceRecord? other) =>
        other is not null && Status == other.Status && Generation == other.Generation && Active == other.Active && Due == other.Due
        && CustomStatus == other.CustomStatus;

    public static string? WriteTags(IReadOnlyDictionary<string, string>? tags) => tags is { Count: > 0 } ? JsonSerializer.Serialize(tags) : null;

    public static IReadOnlyDictionary<string, string>? ReadTags(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(json);
}

/// <summary>Who waits for a sub-orchestration.</summary>
internal sealed record ParentLink(string InstanceId, string Name, int TaskId, int Generation);
