using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// One instance in memory: a mailbox, and the live code that takes messages in turns. A turn never waits: what it decided goes to the
/// committer, and takes effect when it is stored.
/// </summary>
internal sealed partial class OrchestrationInstance(string id, DurableEngine engine) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private List<Message> _mailbox = [];
    private bool _scheduled;
    private bool _blocked;
    private bool _removed;
    private int _commits;

    public string Id { get; } = id;

    /// <summary>Key of its row; set by the committer when the row is inserted.</summary>
    public long Key { get; set; }

    /// <summary>Another process has it, or its row was refused: nothing of it may be stored any more.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The row as of the last turn; null until loaded.</summary>
    public InstanceRecord? Record => _record;

    /// <summary>Ticks of the last turn, for eviction.</summary>
    public long LastTurn { get; private set; }

    /// <summary>Whether it stands in the list of those that may leave memory.</summary>
    public bool IsListedIdle { get; set; }

    /// <summary>Whether activities of it run, so that it cannot leave memory.</summary>
    public bool IsBusy => _activities.Count > 0;

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
        while (true)
        {
            List<Message> messages;
            lock (_gate)
            {
                if (_mailbox.Count == 0 || _blocked || _asking || _removed)
                {
                    _scheduled = false;
                    break;
                }

                messages = _mailbox;
                _mailbox = [];
            }

            try
            {
                Turn(messages);
            }
            catch (SqliteStoreException e) when (e.IsEnvironment)
            {
                engine.CannotLoad(this, e);
                lock (_gate)
                {
                    _mailbox.InsertRange(0, messages);
                    _scheduled = false;
                }

                engine.Later(() => TryPost(Message.Wake));
                return;
            }
            catch (Exception e)
            {
                engine.Broke(this, e);
                Lose(messages);
                return;
            }
        }

        LastTurn = Environment.TickCount64;
        if (!_ended && !_removed && _activities.Count == 0 && !IsListedIdle)
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

            if (_scheduled || _blocked || _asking || _mailbox.Count > 0 || Volatile.Read(ref _commits) > 0 || _activities.Count > 0)
            {
                return false;
            }

            _removed = true;
        }

        engine.Forget(this);
        DropRun();
        return true;
    }

    /// <summary>Forgets the instance: it is not ours any more. What it was told and has not stored must be sent again.</summary>
    public void Lose(List<Message>? unstored = null)
    {
        List<Message> messages;
        lock (_gate)
        {
            IsLost = true;
            _removed = true;
            messages = _mailbox;
            _mailbox = [];
        }

        engine.Forget(this);
        foreach (var message in messages.Concat(unstored ?? []))
        {
            message.Stored?.TrySetException(new InstanceMovedException(Id));
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
        lock (_gate)
        {
            _commits++;
            _blocked |= block;
        }

        engine.Commit(commit);
    }

    private void PutBack(IEnumerable<Message> messages)
    {
        lock (_gate)
        {
            _mailbox.InsertRange(0, messages);
        }
    }
}
