namespace RetailServerless.Core.Audit.Search;

/// <summary>The index that makes searches fast. It grows with the log and is made from the leaves alone; what it lacks is found without it, only slower.</summary>
public interface IAuditIndex
{
    /// <summary>Makes a part of what is missing, as of a log from before there was an index.</summary>
    /// <returns>Whether something may still be missing.</returns>
    Task<bool> CatchUpAsync(CancellationToken cancellationToken);
}
