using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>
/// One entity in memory: a mailbox, and the order of what waits. It takes messages in turns, one turn at a time, and a turn ends when what it did is
/// stored. Messages stay in the inbox until then, so that a process that dies loses none and applies none twice.
/// </summary>
internal sealed partial class EntityInstance(string id, DurableEngine engine) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private List<Message> _mailbox = [];
    private bool _scheduled;
    private bool _removed;

    public string Id { get; } = id;

    public int Partition { get; } = EntityPartition.Of(id);

    /// <summary>Another process has it, or a step of it was refused: nothing of it may be stored any more.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The latest tenure when it was read from the store: nothing of it may be stored in a later one of its partition.</summary>
    public long Tenure { get; private set; }

    /// <summary>Ticks of the last turn, for eviction.</summary>
    public long LastTurn { get; private set; } = Environment.TickCount64;

    /// <summary>Puts a message in; false when the entity has left memory.</summary>
    public bool TryPost(Message message)
    {
        lock (_gate)
        {
            if (_removed)
            {
                return false;
            }

            _mailbox.Add(message);
            if (!_scheduled)
            {
                _scheduled = true;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        return true;
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    /// <summary>Takes the entity out of memory when nothing of it is at work. What waits behind a lock stays in the inbox.</summary>
    public bool TryEvict()
    {
        lock (_gate)
        {
            if (!_removed && (_scheduled || _mailbox.Count > 0))
            {
                return false;
            }

            _removed = true;
        }

        engine.Forget(this);
        return true;
    }

    /// <summary>Forgets the entity: it is not ours any more. Its messages are in the inbox of whoever has it.</summary>
    public void Lose()
    {
        lock (_gate)
        {
            IsLost = true;
            _removed = true;
            _mailbox = [];
        }

        engine.Forget(this);
    }

    private async Task RunAsync()
    {
        try
        {
            while (TakeMessages() is { } messages)
            {
                await TurnAsync(messages);
            }
        }
        catch (Exception e)
        {
            Lose();
            engine.EntityBroke(this, e);
            return;
        }

        engine.Rests(this);
    }

    private List<Message>? TakeMessages()
    {
        lock (_gate)
        {
            if (_mailbox.Count == 0 || _removed)
            {
                LastTurn = Environment.TickCount64;
                _scheduled = false;
                return null;
            }

            var messages = _mailbox;
            _mailbox = [];
            return messages;
        }
    }

    /// <summary>Nothing of it is to run here: its messages wait for the process that has it.</summary>
    private void Leave()
    {
        List<Message> late;
        lock (_gate)
        {
            _removed = true;
            late = _mailbox;
            _mailbox = [];
        }

        engine.Forget(this);
        late.ForEach(message => engine.PostToEntity(Id, message));
        engine.RecallEntity(this);
    }
}
