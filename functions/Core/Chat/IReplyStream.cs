using System.Text.Json.Nodes;

namespace RetailServerless.Core.Chat;

/// <summary>
/// The events of a reply on their way to whoever waits for it, kept some minutes so that a reader can resume. Embedded: SQLite with an in-process wake-up; Azure: Redis Streams.
/// </summary>
public interface IReplyStream
{
    /// <summary>Appends an event. The same turn, attempt and sequence number twice is one event.</summary>
    ValueTask AppendAsync(Guid turn, int attempt, int sequence, ReplyEvent reply, CancellationToken cancellationToken);

    /// <summary>
    /// Events after a position, as they come, until <c>done</c> or <c>error</c> was given. Of several attempts only the newest is read on; when a newer one
    /// begins, an event <c>restart</c> is given first.
    /// </summary>
    IAsyncEnumerable<ReplyStreamEntry> ReadAsync(Guid turn, ReplyPosition after, CancellationToken cancellationToken);

    /// <summary>Deletes what is older than the retention.</summary>
    Task PurgeAsync(CancellationToken cancellationToken);
}

/// <summary>One event of a reply.</summary>
/// <param name="Type"><c>token</c>, <c>products</c>, <c>citation</c>, <c>restart</c>, <c>done</c> or <c>error</c>.</param>
/// <param name="Data">Its content.</param>
public sealed record ReplyEvent(string Type, JsonNode Data);

/// <summary>Where a reader is. As an event id it is written <c>attempt-sequence</c>.</summary>
/// <param name="Attempt">The attempt, from 1; 0 before the first.</param>
/// <param name="Sequence">The number in the attempt, from 1; 0 before the first.</param>
public readonly record struct ReplyPosition(int Attempt, int Sequence)
{
    /// <summary>Before everything.</summary>
    public static ReplyPosition Start => default;

    /// <summary>Reads an event id; <see cref="Start"/> when it is none of ours.</summary>
    public static ReplyPosition Parse(string? eventId)
    {
        var parts = eventId?.Split('-');
        return parts is [var a, var s] && int.TryParse(a, out var attempt) && int.TryParse(s, out var sequence) && attempt >= 0 && sequence >= 0
            ? new ReplyPosition(attempt, sequence)
            : Start;
    }

    /// <summary>The event id.</summary>
    public override string ToString() => $"{Attempt}-{Sequence}";
}

/// <summary>An event and where it stands.</summary>
/// <param name="Position">Its position, with which reading resumes after it.</param>
/// <param name="Event">The event.</param>
public sealed record ReplyStreamEntry(ReplyPosition Position, ReplyEvent Event);
