namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Something by which a person could be found again.</summary>
/// <param name="Kind">What it is, as <c>email</c>; appears in reports.</param>
/// <param name="Value">The identifier itself; never appears in a report.</param>
public sealed record SweepIdentifier(string Kind, string Value);

/// <summary>
/// Looks for identifiers of erased people in everything that the adapters keep: stores, indexes, caches, files, logs and histories, decoding what they encode. Embedded: the data folder.
/// </summary>
public interface IErasureSweep
{
    /// <summary>Makes the stores forget what they only marked as deleted, so that nothing of it is left in their files.</summary>
    /// <param name="partitions">The partitions that were erased.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task ForgetAsync(IReadOnlyCollection<string> partitions, CancellationToken cancellationToken);

    /// <summary>Searches everything once. Calls at the same time may share one pass, as long as it began after each of them.</summary>
    Task<SweepReport> SearchAsync(IReadOnlyCollection<SweepIdentifier> identifiers, CancellationToken cancellationToken);
}

/// <summary>What a sweep saw.</summary>
/// <param name="Places">What was searched.</param>
/// <param name="Findings">Where something was found; empty when it is clean.</param>
public sealed record SweepReport(IReadOnlyList<SweptPlace> Places, IReadOnlyList<SweepFinding> Findings);

/// <summary>A place that was searched.</summary>
/// <param name="Name">Its name, as <c>documents.db</c>.</param>
/// <param name="Bytes">How many bytes were read, decoded ones included.</param>
public sealed record SweptPlace(string Name, long Bytes);

/// <summary>Something that should not be there.</summary>
/// <param name="Place">Where.</param>
/// <param name="Kind">The kind of the identifier.</param>
/// <param name="Encoding">How it was written, as <c>utf-8</c>, <c>base64 in gzip</c>.</param>
public sealed record SweepFinding(string Place, string Kind, string Encoding);
