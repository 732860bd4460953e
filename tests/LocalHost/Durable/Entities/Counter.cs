using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>An entity that counts.</summary>
internal sealed class Counter : TaskEntity<int>
{
    public int Add(int amount) => State += amount;

    public int Get() => State;

    public void Reset() => State = 0;

    public async Task<int> AddSlowly(int amount)
    {
        var before = State;
        await Task.Yield();
        return State = before + amount;
    }

    /// <summary>Changes the state and sends all it can before it fails.</summary>
    public void AddAndFail(int amount)
    {
        State += amount;
        Context.SignalEntity(new EntityInstanceId(nameof(Counter), "other"), nameof(Add), amount);
        Context.ScheduleNewOrchestration("Note", amount);
        throw new InvalidOperationException($"not {amount}");
    }

    public void AddTo(string key) => Context.SignalEntity(new EntityInstanceId(nameof(Counter), key), nameof(Add), State);

    public string Start(string input) => Context.ScheduleNewOrchestration("Note", input, new StartOrchestrationOptions($"note-{input}"));
}
