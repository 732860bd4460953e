using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Chat;

namespace RetailServerless.Functions.Chat;

/// <summary>Deletes the events of replies that nobody can resume any more: what a reply says is personal, and its turn keeps it.</summary>
public sealed class ReplyPurge(IReplyStream stream)
{
    /// <summary>Runs every minute.</summary>
    [Function(nameof(PurgeReplies))]
    public Task PurgeReplies([TimerTrigger("0 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) => stream.PurgeAsync(cancellationToken);
}
