using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestratorRun
{
    private EntityFeature? _entities;

    public override TaskOrchestrationEntityFeature Entities => _entities ??= _worker.Options.EnableEntitySupport
        ? new EntityFeature(this)
        : throw new NotSupportedException(
            $"Durable entities are disabled because {nameof(DurableTaskWorkerOptions)}.{nameof(DurableTaskWorkerOptions.EnableEntitySupport)}=false");

    private sealed class EntityFeature(OrchestratorRun run) : TaskOrchestrationEntityFeature
    {
        public CriticalSection Section { get; } = new();

        public override Task CallEntityAsync(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null) =>
            CallEntityAsync<Nothing>(id, operationName, input, options);

        public override async Task<TResult> CallEntityAsync<TResult>(
            EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null)
        {
            Check(id, operationName);
            var data = run._worker.Serialize(input);
            Section.BeginCall(id);
            var answer = run.Add(new EntityTask<TResult>(id, operationName), out var taskId);
            run.Decide(new EntityCalled(taskId, id.ToString(), operationName, data));
            try
            {
                return await answer;
            }
            finally
            {
                Section.Called(id);
            }
        }

        public override Task SignalEntityAsync(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
        {
            Check(id, operationName);
            Section.AllowSignal(id);
            var data = run._worker.Serialize(input);
            run.Decide(new EntitySignaled(run._nextTaskId++, id.ToString(), operationName, data, options?.SignalTime?.UtcDateTime));
            return Task.CompletedTask;
        }

        public override async Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds)
        {
            ArgumentNullException.ThrowIfNull(entityIds);
            run.EnsureOwnThread();
            EntityInstanceId[] entities =
            [
                .. entityIds.Distinct().OrderBy(entity => entity.Name, StringComparer.Ordinal).ThenBy(entity => entity.Key, StringComparer.Ordinal),
            ];
            if (entities.Length == 0 || entities.Contains(default))
            {
                throw new ArgumentException("The list of entities to lock must not be empty, and each must have an address.", nameof(entityIds));
            }

            Section.AllowLock();
            var lockId = run.NewGuid().ToString("N");
            Section.Enter(lockId, entities);
            var acquired = run.Add(new PendingTask<Nothing>("lock"), out var taskId);
            run.Decide(new EntitiesLocked(taskId, lockId, [.. entities.Select(entity => entity.ToString())]));
            await acquired;
            Section.Acquired();
            return new Unlocking(this, lockId);
        }

        public override bool InCriticalSection([NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds)
        {
            run.EnsureOwnThread();
            entityIds = Section.Callable;
            return Section.LockId is not null;
        }

        private void Check(EntityInstanceId id, string operationName)
        {
            ArgumentException.ThrowIfNullOrEmpty(id.Name, nameof(id));
            ArgumentException.ThrowIfNullOrEmpty(operationName);
            run.EnsureOwnThread();
        }

        private void Unlock(string lockId)
        {
            if (Section.LockId == lockId)
            {
                run.EnsureOwnThread();
                run.Decide(new EntitiesUnlocked(run._nextTaskId++, lockId, [.. Section.Entities.Select(entity => entity.ToString())]));
                Section.Exit();
            }
        }

        private sealed class Unlocking(EntityFeature feature, string lockId) : IAsyncDisposable
        {
            public ValueTask DisposeAsync()
            {
                feature.Unlock(lockId);
                return ValueTask.CompletedTask;
            }
        }
    }

    private sealed class EntityTask<T>(EntityInstanceId id, string operation) : PendingTask<T>(operation)
    {
        public override Exception FailureOf(int taskId, TaskFailureDetails failure) => new EntityOperationFailedException(id, Name, failure);
    }
}
