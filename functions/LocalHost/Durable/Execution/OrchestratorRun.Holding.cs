using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestratorRun
{
    private readonly Queue<HistoryEvent> _held = new();

    /// <summary>Whether events are kept back because the orchestration is suspended.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Gives an event to the code, or keeps it back while suspended.</summary>
    public void Receive(HistoryEvent entry)
    {
        if (IsHeld)
        {
            _held.Enqueue(entry);
        }
        else
        {
            Apply(entry);
        }
    }

    public void Suspend() => IsHeld = true;

    /// <summary>Gives the code what was kept back; what is left when it continues as new stays for the next generation.</summary>
    public void Resume()
    {
        IsHeld = false;
        while (Outcome is null && _held.TryDequeue(out var entry))
        {
            Apply(entry);
        }
    }
}
