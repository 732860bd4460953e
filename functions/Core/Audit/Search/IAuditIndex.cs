namespace RetailServerless.Core.Audit.Search;

/// <summary>The index that makes searches fast. It grows with the log and is made from the leaves alone; what it lacks is found without it, only slower.</summary>
public interface IAuditIndex
{
    /// <summary>Makes a part of what is missing, as of a log from before there was an index.</summary>
    /// <returns>Whether something may still be missing.</returns>
    Task<bool> CatchUpAsync(CancellationToken cancellationToken);

    /// <summary>Compares a part of it with the leaves and puts right what is not as they say: a search must not hide what the log holds.</summary>
    /// <param name="part">Which part, from 0.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was right; <see langword="null"/> when there is no such part.</returns>
    Task<bool?> RepairAsync(long part, CancellationToken cancellationToken);
}
