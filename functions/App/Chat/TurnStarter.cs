using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Chat.Conversations;

namespace RetailServerless.Functions.Chat;

/// <summary>Starts the orchestration of a turn that was taken, exactly when none is running for it.</summary>
internal sealed class TurnStarter(TimeProvider clock)
{
    private const int Looks = 20;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Suspicious = TimeSpan.FromSeconds(10);

    public async Task StartAsync(DurableTaskClient client, TakenTurn taken, CancellationToken cancellationToken)
    {
        if (taken.IsNew)
        {
            await ScheduleAsync(client, taken.Conversation.Id, taken.Taken.Turn, cancellationToken);
        }
        else
        {
            await EnsureAsync(client, taken.Conversation.Id, taken.Taken.Turn, cancellationToken);
        }

        // Somebody may have died between taking a number and starting its work; whoever comes next starts it for them, or everybody would wait for it.
        var first = taken.Conversation.Pending is [var head, ..] ? head : null;
        if (first is not null && first.Turn != taken.Taken.Turn && clock.GetUtcNow() - first.At > Suspicious)
        {
            await EnsureAsync(client, taken.Conversation.Id, first.Turn, cancellationToken);
        }
    }

    private static async Task EnsureAsync(DurableTaskClient client, Guid conversation, Guid turn, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(turn.ToString("N"), cancellationToken) is null)
        {
            await ScheduleAsync(client, conversation, turn, cancellationToken);
        }
    }

    private static async Task ScheduleAsync(DurableTaskClient client, Guid conversation, Guid turn, CancellationToken cancellationToken)
    {
        var id = turn.ToString("N");
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(ChatTurn), new TurnReference(conversation, turn), new StartOrchestrationOptions(id), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Of two requests with one key the other was first, and its instance shows as soon as it is durable; anything else is a failure.
            if (!await ShowsAsync(client, id, cancellationToken))
            {
                throw;
            }
        }
    }

    private static async Task<bool> ShowsAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        for (var looks = 0; looks < Looks; looks++)
        {
            if (await client.GetInstanceAsync(id, cancellationToken) is not null)
            {
                return true;
            }

            await Task.Delay(LookInterval, cancellationToken);
        }

        return false;
    }
}
