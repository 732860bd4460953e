using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>An instance of the id exists in a status that refuses a new one.</summary>
internal sealed class InstanceExistsException(string id, OrchestrationRuntimeStatus status)
    : InvalidOperationException($"An orchestration instance with the id '{id}' exists already and is {status}.")
{
    public OrchestrationRuntimeStatus Status { get; } = status;
}
