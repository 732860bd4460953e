namespace Microsoft.DurableTask;

/// <summary>An activity: one step of work that may touch the world. It runs at least once.</summary>
public interface ITaskActivity
{
    /// <summary>The type that its input is read as.</summary>
    Type InputType { get; }

    /// <summary>The type of its output.</summary>
    Type OutputType { get; }

    /// <summary>Does the work.</summary>
    Task<object?> RunAsync(TaskActivityContext context, object? input);
}

/// <summary>An activity with typed input and output.</summary>
/// <typeparam name="TInput">Its input.</typeparam>
/// <typeparam name="TOutput">Its output.</typeparam>
public abstract class TaskActivity<TInput, TOutput> : ITaskActivity
{
    /// <summary>Makes the activity.</summary>
    protected TaskActivity()
    {
    }

    /// <inheritdoc/>
    Type ITaskActivity.InputType => typeof(TInput);

    /// <inheritdoc/>
    Type ITaskActivity.OutputType => typeof(TOutput);

    /// <summary>Does the work.</summary>
    public abstract Task<TOutput> RunAsync(TaskActivityContext context, TInput input);

    /// <inheritdoc/>
    async Task<object?> ITaskActivity.RunAsync(TaskActivityContext context, object? input) =>
        await RunAsync(context, input is null ? default! : (TInput)input);
}

/// <summary>What an activity knows of the call.</summary>
public abstract class TaskActivityContext
{
    /// <summary>Makes a context.</summary>
    protected TaskActivityContext()
    {
    }

    /// <summary>Name of the activity.</summary>
    public abstract TaskName Name { get; }

    /// <summary>Instance id of the orchestration that called it.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Version of the activity asked for; empty when none.</summary>
    public virtual string Version => string.Empty;
}
