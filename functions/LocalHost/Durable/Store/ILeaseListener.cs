namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>Told of what the leases bring and take. Called on the committer's thread after the commit: must be quick.</summary>
internal interface ILeaseListener
{
    /// <summary>A message of another process, or one found with a partition.</summary>
    void Arrived(InboxMessage message);

    /// <summary>An instance must run on.</summary>
    void Woken(string id);

    /// <summary>Partitions were taken; their timers are to be looked at.</summary>
    void Acquired();

    /// <summary>Another process has the partition now.</summary>
    void Lost(int partition);

    /// <summary>Another process wrote.</summary>
    void ForeignChange();

    /// <summary>Asked, within the transaction, before a partition is given away; true when nothing of it is at work, and it was put aside.</summary>
    bool TryRelease(int partition);
}
