namespace RetailServerless.LocalHost.Durable;

internal sealed partial class DurableEngine
{
    /// <summary>Activities of this process that wait because as many run as may.</summary>
    public int WaitingActivities => _dispatchers.Sum(dispatcher => dispatcher.Counts.Waiting);

    /// <summary>Activities of this process that run.</summary>
    public int RunningActivities => _dispatchers.Sum(dispatcher => dispatcher.Counts.Running);

    /// <summary>Changes that wait to be stored.</summary>
    public int WaitingChanges => _committer?.WaitingCount ?? 0;

    /// <summary>Stored messages that their receivers have not taken; null when the store is not open.</summary>
    public long? CountInbox() => _stopping ? null : _reader?.Use(db =>
    {
        var query = db.Prepare("SELECT count(*) FROM inbox");
        query.Step();
        var count = query.Long(0);
        query.Reset();
        return count;
    });
}
