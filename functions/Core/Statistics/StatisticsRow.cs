namespace RetailServerless.Core.Statistics;

/// <summary>One row of a data set: what is counted of one thing that a person did or is.</summary>
/// <param name="Words">Values of columns of words.</param>
/// <param name="Numbers">Values of columns of numbers.</param>
public sealed record StatisticsRow(IReadOnlyDictionary<string, string> Words, IReadOnlyDictionary<string, decimal> Numbers);
