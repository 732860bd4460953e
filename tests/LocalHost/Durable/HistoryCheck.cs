using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>What must hold for every history, whatever befell the processes that wrote it.</summary>
internal static class HistoryCheck
{
    public static void AssertValid(InstanceRecord record, List<HistoryStep> steps)
    {
        var open = new Dictionary<int, Decision>();
        var timers = new Dictionary<int, DateTime>();
        var decided = -1;
        Assert.Equal(Enumerable.Range(steps[0].Seq, steps.Count), steps.Select(step => step.Seq));
        foreach (var step in steps)
        {
            // What was decided stands at the end of its step; a timer that is due at once fires in it.
            foreach (var timer in step.Events.OfType<TimerCreated>())
            {
                timers.Add(timer.TaskId, timer.FireAt);
            }

            foreach (var entry in step.Events)
            {
                switch (entry)
                {
                    case TaskCompleted e:
                        Assert.True(open.Remove(e.TaskId), $"{record.Id}: task {e.TaskId} completed twice, or without having been scheduled.");
                        break;
                    case TaskFailed e:
                        Assert.True(open.Remove(e.TaskId), $"{record.Id}: task {e.TaskId} failed after its end, or without having been scheduled.");
                        break;
                    case TimerFired e:
                        Assert.True(timers.Remove(e.TaskId, out var due), $"{record.Id}: timer {e.TaskId} fired twice, or was never made.");
                        Assert.True(step.At >= due, $"{record.Id}: timer {e.TaskId} fired at {step.At:O}, before {due:O}.");
                        break;
                    case Decision decision:
                        Assert.True(decision.TaskId > decided, $"{record.Id}: {decision.Text} came after #{decided}.");
                        decided = decision.TaskId;
                        open.Add(decision.TaskId, decision);
                        break;
                }
            }
        }

        if (record.HasEnded)
        {
            Assert.True(
                steps[^1].Events[^1] is ExecutionCompleted or ExecutionFailed or ExecutionTerminated or EventSent or ActivityScheduled
                    or TimerCreated or SubOrchestrationScheduled,
                $"{record.Id}: something came after the end.");
        }
    }
}
