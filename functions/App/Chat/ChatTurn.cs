using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using RetailServerless.Core.Chat.Turns;

namespace RetailServerless.Functions.Chat;

/// <summary>The way of a turn: wait for the one before, prepare, answer and check, record.</summary>
public sealed class ChatTurn(TurnPreparation preparation, TurnAnswering answering, TurnRecording recording)
{
    /// <summary>The event by which a turn tells the next that it is done.</summary>
    internal const string PreviousTurnDone = nameof(PreviousTurnDone);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TaskOptions Retries = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(200), backoffCoefficient: 3));

    /// <summary>The orchestration; the instance id is the turn's.</summary>
    [Function(nameof(ChatTurn))]
    public static async Task RunTurn([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var turn = context.GetInput<TurnReference>()!;
        string? next;
        try
        {
            var readiness = await context.CallActivityAsync<TurnReadiness>(nameof(PrepareTurn), turn, Retries);
            if (readiness == TurnReadiness.Waiting)
            {
                await WaitAsync(context);
                context.ContinueAsNew(turn);
                return;
            }

            if (readiness == TurnReadiness.Over)
            {
                return;
            }

            await context.CallActivityAsync(nameof(AnswerTurn), turn, Retries);
            next = await context.CallActivityAsync<string?>(nameof(RecordTurn), new TurnEnd(turn, null), Retries);
        }
        catch (TaskFailedException)
        {
            next = await context.CallActivityAsync<string?>(nameof(RecordTurn), new TurnEnd(turn, TurnRecording.Broken), Retries);
        }

        if (next is not null)
        {
            context.SendEvent(next, PreviousTurnDone, turn.Turn.ToString("N"));
        }
    }

    /// <summary>Decides the turn, when the one before is done.</summary>
    [Function(nameof(PrepareTurn))]
    public Task<TurnReadiness> PrepareTurn([ActivityTrigger] TurnReference turn, CancellationToken cancellationToken) =>
        preparation.PrepareAsync(turn.Conversation, turn.Turn, cancellationToken);

    /// <summary>Has the reply written and checked.</summary>
    [Function(nameof(AnswerTurn))]
    public Task AnswerTurn([ActivityTrigger] TurnReference turn, CancellationToken cancellationToken) =>
        answering.AnswerAsync(turn.Conversation, turn.Turn, cancellationToken);

    /// <summary>Records the turn; gives the one that waits next.</summary>
    [Function(nameof(RecordTurn))]
    public async Task<string?> RecordTurn([ActivityTrigger] TurnEnd end, CancellationToken cancellationToken) =>
        (await recording.RecordAsync(end.Turn.Conversation, end.Turn.Turn, end.Failure, cancellationToken))?.ToString("N");

    // The event can come before this turn is there to hear it; then the time-out looks again.
    private static async Task WaitAsync(TaskOrchestrationContext context)
    {
        try
        {
            await context.WaitForExternalEvent<string>(PreviousTurnDone, LongestWait);
        }
        catch (TaskCanceledException)
        {
            // Nobody told; the preparation looks itself.
        }
    }
}

/// <summary>A turn by its ids. Nothing of the person is in an orchestration.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Turn">The turn.</param>
public sealed record TurnReference(Guid Conversation, Guid Turn);

/// <summary>The end of a turn.</summary>
/// <param name="Turn">Which.</param>
/// <param name="Failure">Why it could not be answered, as a stable code; <see langword="null"/> when it was.</param>
public sealed record TurnEnd(TurnReference Turn, string? Failure);
