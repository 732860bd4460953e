using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Telemetry;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>Runs the activities of one worker, not more than allowed at once, each in a scope of its own.</summary>
internal sealed class ActivityDispatcher(WorkerRuntime worker, IServiceScopeFactory scopes)
{
    private readonly Lock _gate = new();
    private readonly Queue<Job> _waiting = new();
    private readonly int _limit = Math.Max(1, worker.Options.Concurrency.MaximumConcurrentActivityWorkItems);
    private int _running;
    private bool _stopped;
    private TaskCompletionSource? _idle;

    public WorkerRuntime Worker => worker;

    public bool IsBusy => _waiting.Count > 0;

    /// <summary>How many wait and how many run.</summary>
    public (int Waiting, int Running) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_waiting.Count, _running);
            }
        }
    }

    public void Start(IActivityOwner instance, int generation, ActivityScheduled activity, InstanceTrace? trace)
    {
        var job = new Job(this, instance, generation, activity, trace);
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            if (_running >= _limit)
            {
                _waiting.Enqueue(job);
                return;
            }

            _running++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(job, preferLocal: false);
    }

    /// <summary>Starts no more, and completes when those that run have ended. What did not end runs again at the next start.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopped = true;
            _waiting.Clear();
            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_running == 0)
            {
                _idle.TrySetResult();
            }

            return _idle.Task;
        }
    }

    private void Ended()
    {
        Job? next;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out next))
            {
                _running--;
                if (_running == 0)
                {
                    _idle?.TrySetResult();
                }
            }
        }

        if (next is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
        }
    }

    private sealed class Job(ActivityDispatcher owner, IActivityOwner instance, int generation, ActivityScheduled activity, InstanceTrace? trace)
        : TaskActivityContext, IThreadPoolWorkItem
    {
        private readonly long _waitsSince = owner.Worker.Metrics.Start();

        public override TaskName Name => activity.Name;

        public override string InstanceId => instance.Id;

        public override string Version => activity.Version ?? string.Empty;

        public void Execute() => _ = RunAsync();

        private async Task RunAsync()
        {
            owner.Worker.Metrics.ActivityStarted(activity.Name, _waitsSince);
            var start = owner.Worker.Metrics.Start();
            var result = instance.IsLost ? null : await (trace is null ? CallAsync() : CallTracedAsync(trace));
            if (result is not null)
            {
                owner.Worker.Metrics.ActivityEnded(activity.Name, start, (result as TaskFailed)?.Failure.ErrorType);
                instance.ActivityEnded(new Message(result, generation));
            }

            // After the result is with its instance: an engine that stops waits for this, and then for the instance to store it.
            owner.Ended();
        }

        /// <summary>Calls the activity under a span of its own, which is the current one for its code.</summary>
        private async Task<HistoryEvent?> CallTracedAsync(InstanceTrace trace)
        {
            using var span = DurableTracing.StartActivity(activity, instance.Id, trace);
            var result = await CallAsync();
            if (result is TaskFailed { Failure.ErrorType: var errorType })
            {
                DurableTracing.Fail(span, errorType);
            }

            return result;
        }

        /// <summary>Calls the activity; null when the application is going down, so that it runs again at the next start.</summary>
        private async Task<HistoryEvent?> CallAsync()
        {
            AsyncServiceScope scope;
            try
            {
                scope = owner.Scopes.CreateAsyncScope();
            }
            catch (ObjectDisposedException)
            {
                return null;
            }

            try
            {
                await using var _ = scope;
                var code = owner.Worker.Tasks.Activities.Find(activity.Name, activity.Version)!(scope.ServiceProvider);
                var input = activity.Input is null ? null : owner.Worker.Converter.Deserialize(activity.Input, code.InputType);
                return new TaskCompleted(activity.TaskId, owner.Worker.Serialize(await code.RunAsync(this, input)));
            }
            catch (Exception e)
            {
                return new TaskFailed(activity.TaskId, owner.Worker.Describe(e));
            }
        }
    }

    private IServiceScopeFactory Scopes => scopes;
}
