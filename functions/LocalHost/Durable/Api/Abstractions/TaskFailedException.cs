namespace Microsoft.DurableTask;

/// <summary>Thrown in an orchestrator when an activity or a sub-orchestration that it awaits failed.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>Makes the exception from the one that failed the task.</summary>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Text(taskName, taskId, innerException?.Message), innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException);
    }

    /// <summary>Makes the exception from the stored failure of the task.</summary>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Text(taskName, taskId, failureDetails?.ErrorMessage))
    {
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails ?? throw new ArgumentNullException(nameof(failureDetails));
    }

    /// <summary>Name of the task that failed.</summary>
    public string TaskName { get; }

    /// <summary>Number of the task within its orchestration, from 0.</summary>
    public int TaskId { get; }

    /// <summary>Why it failed.</summary>
    public TaskFailureDetails FailureDetails { get; }

    /// <summary>Whether the task failed with an exception of this very type; <see cref="TaskFailureDetails.IsCausedBy{T}"/> knows base types too.</summary>
    /// <typeparam name="T">The type asked for.</typeparam>
    public bool IsCausedByException<T>()
        where T : Exception => FailureDetails.ErrorType == typeof(T).FullName;

    private static string Text(string taskName, int taskId, string? message) =>
        $"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {message}";
}
