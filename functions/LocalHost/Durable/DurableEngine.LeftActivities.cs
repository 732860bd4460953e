using System.Collections.Concurrent;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable;

/// <summary>
/// An activity whose orchestration ends without waiting for it runs at least once, as one that is waited for: it is stored with the end of the orchestration,
/// and run again by whoever takes the partition when the process died over it.
/// </summary>
internal sealed partial class DurableEngine
{
    private readonly ConcurrentDictionary<ActivityKey, bool> _left = new();

    /// <summary>The activity is stored and at work here.</summary>
    public void NoteLeft(ActivityKey key) => _left[key] = true;

    public void ForgetLeft(ActivityKey key) => _left.TryRemove(key, out _);

    /// <summary>An activity that nobody waits for has run.</summary>
    public void LeftActivityEnded(ActivityKey key) => TryCommit(new LeftActivityEnd(this, key));

    private void RunLeftActivities()
    {
        try
        {
            foreach (var (key, partition, message) in LeftActivities.All(Reader))
            {
                if (!_stopping && Leases.IsOwned(partition) && _left.TryAdd(key, true))
                {
                    RunLeft(key, message);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Log.CannotLoad(_log, "(activities)", e);
        }
    }

    private void RunLeft(ActivityKey key, List<HistoryEvent> message)
    {
        try
        {
            Dispatch(new LeftActivity(this, key), key.Generation, (ActivityScheduled)Reader.Resolve(message)[0], null);
        }
        catch (IOException e)
        {
            ForgetLeft(key);
            Log.CannotLoad(_log, key.InstanceId, e);
        }
    }
}
