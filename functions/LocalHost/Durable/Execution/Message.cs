using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>Something for an instance. Without an event it only asks the instance to look at the clock and go on.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Generation">The generation it is for; null for any.</param>
/// <param name="InboxId">The stored message to delete when this is stored as history; 0 for none.</param>
/// <param name="Stored">Completed when this is stored.</param>
internal sealed record Message(HistoryEvent? Event, int? Generation = null, long InboxId = 0, TaskCompletionSource? Stored = null)
{
    public static Message Wake { get; } = new((HistoryEvent?)null);
}

/// <summary>The instance went to another process before the change was stored; to be sent again.</summary>
internal sealed class InstanceMovedException(string id) : Exception($"The instance '{id}' moved to another process.");

/// <summary>The message of the inbox was taken by an earlier step: it must not count twice.</summary>
internal sealed class MessageTakenException(long inboxId) : Exception($"The message {inboxId} of the inbox was taken before.")
{
    public long InboxId { get; } = inboxId;
}
