using RetailServerless.Core.Consent;

namespace RetailServerless.Core.Statistics;

/// <summary>A data set over a store of personal data.</summary>
public interface IStatisticsSource
{
    /// <summary>Its name, as the policy names it.</summary>
    string Name { get; }

    /// <summary>The container whose partitions are the people in it.</summary>
    string Container { get; }

    /// <summary>Its columns of words.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>Its columns of numbers.</summary>
    IReadOnlyList<string> Numbers { get; }

    /// <summary>The rows of the person whom the grant names, the newest first.</summary>
    /// <exception cref="InvalidOperationException">The grant is not for analytics: a defect of the calling code.</exception>
    Task<IReadOnlyList<StatisticsRow>> ReadAsync(Grant grant, CancellationToken cancellationToken);
}
