using RetailServerless.LocalHost.Durable.Payloads;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>Something to be written. Items are written in the order they came, many in one transaction.</summary>
internal abstract class WriteItem
{
    /// <summary>Called once before it is written: gives large contents names. What is given back must be stored elsewhere first; null for nothing.</summary>
    public virtual List<PayloadUpload>? Prepare(LargePayloads payloads) => null;

    /// <summary>Writes. It may be called again when the transaction did not commit, and must then give the same.</summary>
    public abstract void Write(StoreWriter store, PartitionLeases leases);

    /// <summary>It is on disk. Called on the committer's thread: must be quick.</summary>
    public abstract void Committed();

    /// <summary>It cannot be written at all.</summary>
    public abstract void Failed(Exception reason);
}
