namespace RetailServerless.LocalHost.Durable;

/// <summary>The durable store is not as it must be. The message says what is wrong with which file, and what to do.</summary>
public sealed class DurableStoreException : IOException
{
    /// <summary>With what is wrong and what to do.</summary>
    public DurableStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
