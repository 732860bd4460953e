using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>An entity that keeps a text, which may be large.</summary>
internal sealed class Shelf : TaskEntity<string>
{
    public void Put(string text) => State = text;

    public string Take() => State;

    public string Echo(string text) => State.Length == 0 ? text : State;

    public int Count() => State.Length;

    public void PassOn(string key) => Context.SignalEntity(new EntityInstanceId(nameof(Shelf), key), nameof(Put), State);

    public string Start(string id) => Context.ScheduleNewOrchestration("Length", State, new StartOrchestrationOptions(id));

    protected override string InitializeState(TaskEntityOperation entityOperation) => string.Empty;
}
