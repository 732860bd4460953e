using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// One instance in memory: a mailbox, and the live code that takes messages in turns. A turn never waits: what it decided goes to the
/// committer, and takes effect when it is stored.
/// </summary>
internal sealed partial class OrchestrationInstance(string id, DurableEngine engine) : IThreadPoolWorkItem, IActivityOwner
{
    private readonly Lock _gate = new();
    private List<Message> _mailbox = [];
    private bool _scheduled;
    private bool _blocked;
    private bool _removed;
    private int _commits;
    private volatile bool _isLost;

    public string Id { get; } = id;

    /// <summary>Key of its row; set by the committer when the row is inserted.</summary>
    public long Key { get; set; }

    /// <summary>Another process has it, or its row was refused: nothing of it may be stored any more.</summary>
    public bool IsLost => _isLost;

    /// <summary>The latest tenure when it was read from the store: nothing of it may be stored in a later one of its partition.</summary>
    public long Tenure { get; private set; } = engine.Leases.Tenure;

    /// <summary>The row as of the last turn; null until loaded.</summary>
    public InstanceRecord? Record => _record;

    /// <summary>Ticks of the last turn, for eviction.</summary>
    public long LastTurn { get; private set; }

    /// <summary>Whether it stands in the list of those that may leave memory.</summary>
    public bool IsListedIdle { get; set; }

    /// <summary>Whether activities of it run, so that it cannot leave memory.</summary>
    public bool IsBusy => _activities.Count > 0 && !AreAllLeft();

    /// <summary>Puts a message in; false when the instance has left memory.</summary>
    public bool TryPost(Message message)
    {
        lock (_gate)
        {
            if (_removed)
            {
                return false;
            }

            _mailbox.Add(message);
            Schedule();
        }

        return true;
    }

    void IThreadPoolWorkItem.Execute()
    {
        bool isDone;
        while (true)
        {
            List<Message> messages;
            lock (_gate)
            {
                if (_mailbox.Count == 0 || _blocked || _asking || _removed)
                {
                    _scheduled = false;
                    isDone = _isLost;
                    break;
                }

                messages = _mailbox;
                _mailbox = [];
            }

            try
            {
                Turn(messages);
            }
            catch (IOException e) when (e is not SqliteStoreException { IsEnvironment: false })
            {
                engine.CannotLoad(this, e);
                TryLater(messages);
                return;
            }
            catch (Exception e)
            {
                engine.Broke(this, e);
                Lose(messages, later: true);
                return;
            }
        }

        if (isDone)
        {
            DropRun();
            return;
        }

        LastTurn = Environment.TickCount64;
        if (!_ended && !_removed && !IsBusy && !IsListedIdle)
        {
            IsListedIdle = true;
            engine.Rests(this);
        }
    }

    /// <summary>Takes the instance out of memory when nothing of it is at work.</summary>
    public bool TryEvict()
    {
        lock (_gate)
        {
            if (_removed)
            {
                return true;
            }

            if (_scheduled || _blocked || _asking || _mailbox.Count > 0 || Volatile.Read(ref _commits) > 0 || IsBusy)
            {
                return false;
            }

            _removed = true;
        }

        engine.Forget(this);
        DropRun();
        return true;
    }

    /// <summary>
    /// Forgets the instance: nothing of it may be stored any more. Who waits for a message to be stored must send it again; what the store keeps
    /// is given to whoever has the instance now.
    /// </summary>
    /// <param name="unstored">What it had taken and did not store.</param>
    /// <param name="isMoved">Another process has it: it reads the store itself.</param>
    /// <param name="later">Not at once, because the same may fail again.</param>
    public void Lose(IEnumerable<Message> unstored, bool isMoved = false, bool later = false)
    {
        List<Message> messages;
        Creation? creation;
        bool isResting;
        lock (_gate)
        {
            _isLost = true;
            _removed = true;
            isResting = !_scheduled;
            (messages, _mailbox) = ([.. unstored, .. _mailbox], []);
            (creation, _creation) = (_creation, null);
        }

        engine.Forget(this);
        if (isResting)
        {
            DropRun();
        }

        var moved = new InstanceMovedException(Id);
        creation?.Stored.TrySetException(moved);
        messages.ForEach(message => message.Stored?.TrySetException(moved));
        if (!isMoved)
        {
            engine.Redeliver(this, messages.Where(message => message.InboxId != 0).DistinctBy(message => message.InboxId), later);
        }
    }

    /// <summary>The engine stops: takes nothing more. What the instance has sent to the committer is still stored.</summary>
    public void Retire()
    {
        List<Message> messages;
        Creation? creation;
        lock (_gate)
        {
            _removed = true;
            (messages, _mailbox) = (_mailbox, []);
            creation = _creation;
        }

        var stopped = new ObjectDisposedException(nameof(DurableEngine));
        creation?.Stored.TrySetException(stopped);
        messages.ForEach(message => message.Stored?.TrySetException(stopped));
    }

    /// <summary>Whether an activity of it has ended and the result is not taken yet.</summary>
    public bool HasResult
    {
        get
        {
            lock (_gate)
            {
                return _mailbox.Exists(message => message is { InboxId: 0, Event: TaskCompleted or TaskFailed });
            }
        }
    }

    /// <summary>Whether its code may be running at this moment.</summary>
    public bool IsInTurn
    {
        get
        {
            lock (_gate)
            {
                return _scheduled;
            }
        }
    }

    /// <summary>Called by the committer when a turn is stored.</summary>
    /// <param name="leaves">It has ended, or must be loaded anew.</param>
    public void TurnStored(bool leaves)
    {
        List<Message>? left = null;
        lock (_gate)
        {
            _commits--;
            if (leaves)
            {
                _removed = true;
                left = _mailbox;
                _mailbox = [];
            }
            else if (_commits == 0)
            {
                _blocked = false;
                if (_mailbox.Count > 0)
                {
                    Schedule();
                }
            }
        }

        if (leaves)
        {
            engine.Forget(this);
            left?.ForEach(Drop);
            left?.ForEach(message => engine.Post(Id, message));
        }
    }

    private void Schedule()
    {
        if (!_scheduled && !_blocked && !_asking)
        {
            _scheduled = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Submit(TurnCommit commit, bool block = false)
    {
        var uploads = commit.Prepare(engine.Payloads);
        if (commit.Record is { } named && uploads is not null)
        {
            _record = _stored = named;
        }

        // While large payloads are on their way, no later turn may overtake this one.
        lock (_gate)
        {
            _creation = null;
            _commits++;
            _blocked |= block || uploads is not null;
        }

        try
        {
            engine.Commit(commit, uploads);
        }
        catch (ObjectDisposedException e)
        {
            commit.Failed(e);
        }
    }

    private void TryLater(List<Message> messages)
    {
        bool isKept;
        lock (_gate)
        {
            _scheduled = false;
            isKept = !_removed;
            if (isKept)
            {
                _mailbox.InsertRange(0, messages);
            }
        }

        if (isKept)
        {
            DurableEngine.Later(() => TryPost(Message.Wake));
        }
        else
        {
            Lose(messages);
        }
    }

    private void PutBack(IEnumerable<Message> messages)
    {
        lock (_gate)
        {
            _mailbox.InsertRange(0, messages);
        }
    }
}
