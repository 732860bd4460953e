using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestratorRun
{
    /// <summary>Error type of an orchestrator that broke the rules of deterministic code.</summary>
    public const string ViolationType = "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException";

    private const string ForeignTask =
        "The orchestrator awaited a task that is not durable (or continued on another thread). Await only tasks of its context, do input and output in "
        + "activities, use CreateTimer in place of Task.Delay, and do not use ConfigureAwait(false) or Task.Run.";

    private List<Decision> _decisions = [];
    private Queue<Decision>? _expected;
    private bool _replaying;
    private string? _violation;

    /// <summary>Applies a stored step: the code must decide what it decided then.</summary>
    public void Replay(HistoryStep step)
    {
        _replaying = true;
        BeginStep(step.At);
        _expected = new(step.Events.OfType<Decision>());
        foreach (var entry in step.Events)
        {
            if (entry is not Decision)
            {
                ReplayOne(entry);
            }
        }

        if (Outcome is null && _expected.TryPeek(out var missing))
        {
            Violate($"history says {missing.Text}, the code did nothing");
            Outcome = Judge();
        }
        else if (Outcome is not null and not ExecutionFailed { Failure.ErrorType: ViolationType } && step.Events[^1].GetType() != Outcome.GetType())
        {
            Violate($"history says the orchestrator went on, the code did {Outcome.Text}");
            Outcome = Judge();
        }

        _expected = null;
        _replaying = false;
    }

    /// <summary>Gives the code again what came in before, and gives what it decides now, whatever it decided then.</summary>
    public List<Decision> Repeat(HistoryEvent entry, DateTime at)
    {
        _replaying = true;
        BeginStep(at);
        ReplayOne(entry);
        _replaying = false;
        return TakeDecisions();
    }

    private void ReplayOne(HistoryEvent entry)
    {
        switch (entry)
        {
            case ExecutionSuspended:
                IsHeld = true;
                break;
            case ExecutionResumed:
                Resume();
                break;
            default:
                Receive(entry);
                break;
        }
    }

    private void Decide(Decision decision)
    {
        if (_expected is null)
        {
            _decisions.Add(decision);
            return;
        }

        if (!_expected.TryDequeue(out var before))
        {
            throw Violate($"history says nothing more was decided in this step, the code did {decision.Text}");
        }

        if (before.Text != decision.Text)
        {
            throw Violate($"history says {before.Text}, the code did {decision.Text}");
        }
    }

    private InvalidOperationException Violate(string difference)
    {
        _violation ??= $"The orchestrator '{_record.Name}' is not deterministic, or its code was changed while instances of it run: {difference}.";
        return new(_violation);
    }

    private void EnsureOwnThread()
    {
        if (!_pump.IsRunning)
        {
            _violation ??= ForeignTask;
            throw new InvalidOperationException(ForeignTask);
        }
    }
}
