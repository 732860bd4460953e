namespace RetailServerless.LocalHost.Durable;

/// <summary>How the store of the local durable engine is, for health checks.</summary>
public interface IDurableStoreHealth
{
    /// <summary>Why nothing can be written at present (disk full, locked, journal gone); <see langword="null"/> when all is well. Names files, never data.</summary>
    Exception? Trouble { get; }
}
