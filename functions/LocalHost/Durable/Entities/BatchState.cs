using Microsoft.DurableTask.Entities;
using RetailServerless.LocalHost.Durable.Execution;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>
/// The state during a batch. What is stored is what was last set; an object that was only read and changed lives as long as its operation.
/// </summary>
internal sealed class BatchState(string? value, WorkerRuntime worker) : TaskEntityState
{
    private object? _object;
    private bool _isSet;

    public string? Value { get; private set; } = value;

    public override bool HasState => Value is not null;

    /// <summary>An operation begins.</summary>
    public void Begin() => _object = _isSet ? _object : null;

    /// <summary>The state is again what it was.</summary>
    public void Restore(string? before) => (Value, _object, _isSet) = (before, null, false);

    public override object? GetState(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (Value is null)
        {
            return null;
        }

        if (!type.IsInstanceOfType(_object))
        {
            (_object, _isSet) = (worker.Converter.Deserialize(Value, type), false);
        }

        return _object;
    }

    public override void SetState(object? state) =>
        (Value, _object, _isSet) = (state is null ? null : worker.Serialize(state), state, true);
}
