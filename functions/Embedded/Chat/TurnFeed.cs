using RetailServerless.Core.Chat;

namespace RetailServerless.Embedded.Chat;

/// <summary>The newest attempt of one turn in memory, from where its readers in this process take it.</summary>
internal sealed class TurnFeed(DateTimeOffset touched)
{
    private readonly SortedList<int, ReplyEvent> _events = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = New();
    private int _attempt;
    private int _readers;
    private int _unwritten;
    private bool _closed;
    private Exception? _failure;
    private DateTimeOffset _touched = touched;

    /// <summary>Completes with the next event.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Adds an event that is still to be written.</summary>
    /// <returns>Whether it is new; <see langword="null"/> when the feed is closed and another is to be taken.</returns>
    /// <exception cref="IOException">An earlier event could not be written.</exception>
    public bool? Add(ReplyPosition position, ReplyEvent reply, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_failure is not null)
                throw new IOException("An earlier event of this reply could not be written.", _failure);

            if (_closed)
                return null;

            if (position.Attempt < _attempt || (position.Attempt == _attempt && _events.ContainsKey(position.Sequence)))
                return false;

            if (position.Attempt > _attempt)
            {
                _attempt = position.Attempt;
                _events.Clear();
            }

            _events.Add(position.Sequence, reply);
            _unwritten++;
            _touched = now;
            Wake();
            return true;
        }
    }

    /// <summary>An event was written, or could not be.</summary>
    public void Written(Exception? failure)
    {
        lock (_lock)
        {
            _unwritten--;
            _failure ??= failure;
        }
    }

    /// <summary>The events after a position, and whichever ends the reply. Of a newer attempt all.</summary>
    public List<ReplyStreamEntry> Read(ReplyPosition after)
    {
        lock (_lock)
        {
            var entries = new List<ReplyStreamEntry>();
            for (var i = FirstAfter(after); i < _events.Count; i++)
            {
                var reply = _events.GetValueAtIndex(i);
                entries.Add(new ReplyStreamEntry(new ReplyPosition(_attempt, _events.GetKeyAtIndex(i)), reply with { Data = reply.Data.DeepClone() }));
            }

            return entries;
        }
    }

    /// <returns>Whether the feed is open; when not, another is to be taken.</returns>
    public bool Enter()
    {
        lock (_lock)
        {
            if (_closed)
                return false;

            _readers++;
            return true;
        }
    }

    public void Leave(DateTimeOffset now)
    {
        lock (_lock)
        {
            _readers--;
            _touched = now;
        }
    }

    /// <summary>Closes the feed when nobody needs it: everything is in the file, nobody reads, and it is at its end or was not touched for long.</summary>
    public bool TryClose(DateTimeOffset idleSince)
    {
        lock (_lock)
        {
            var isOver = _events.Count > 0 && ReplyEnds.Is(_events.GetValueAtIndex(_events.Count - 1).Type);
            _closed |= _readers is 0 && _unwritten is 0 && (isOver || _events.Count is 0 || _touched < idleSince);
            return _closed;
        }
    }

    // One step back when the position is the end itself, so that a reader who resumes there learns that it is the end.
    private int FirstAfter(ReplyPosition after)
    {
        if (after.Attempt != _attempt)
            return after.Attempt > _attempt ? _events.Count : 0;

        var first = 0;
        for (var count = _events.Count; count > 0;)
        {
            var half = count / 2;
            (first, count) = _events.GetKeyAtIndex(first + half) <= after.Sequence ? (first + half + 1, count - half - 1) : (first, half);
        }

        return first > 0 && ReplyEnds.Is(_events.GetValueAtIndex(first - 1).Type) ? first - 1 : first;
    }

    private void Wake()
    {
        _changed.SetResult();
        _changed = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
