using Microsoft.DurableTask;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>Which worker of this process does a task. Without worker and failure the task is left for the workers of another process.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Failure">Why the task fails.</param>
internal readonly record struct Choice(WorkerRuntime? Worker, TaskFailureDetails? Failure = null)
{
    public bool IsRefused => Worker is null && Failure is null;
}
