using Microsoft.DurableTask;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>Tries a task again, inside the orchestrator and with its timers, so that a retry is as durable as the rest.</summary>
internal static class Retrying
{
    /// <summary>Longest delay of a policy that sets no limit; a clock holds no more than a few thousand years.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365_000);

    public static Task<T> Run<T>(TaskOrchestrationContext context, TaskRetryOptions? retry, Func<Task<T>> attempt) => retry switch
    {
        null => attempt(),
        { Policy: { } policy } => ByPolicy(context, policy, attempt),
        { Handler: { } handler } => ByHandler(context, handler, attempt),
        _ => attempt(),
    };

    private static async Task<T> ByPolicy<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> attempt)
    {
        var start = context.CurrentUtcDateTime;
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException e) when (number < policy.MaxNumberOfAttempts && CanRetry(e) && policy.Handle?.Invoke(e) != false)
            {
                if (policy.HandleAsync is { } handle && !await handle(e))
                {
                    throw;
                }

                if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && context.CurrentUtcDateTime - start >= policy.RetryTimeout)
                {
                    throw;
                }
            }

            await context.CreateTimer(Delay(policy, number), CancellationToken.None);
        }
    }

    private static async Task<T> ByHandler<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> attempt)
    {
        var start = context.CurrentUtcDateTime;
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException e) when (CanRetry(e))
            {
                var retry = new RetryContext(context, number, e.FailureDetails, context.CurrentUtcDateTime - start, CancellationToken.None);
                if (!await handler(retry))
                {
                    throw;
                }
            }
        }
    }

    private static bool CanRetry(TaskFailedException failure) => !NotRetried.Includes(failure.FailureDetails);

    private static TimeSpan Delay(RetryPolicy policy, int attempts)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempts - 1);
        var cap = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? Longest : policy.MaxRetryInterval;
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, cap.TotalMilliseconds));
    }
}
