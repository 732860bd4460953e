using RetailServerless.Core.Statistics.Noise;

namespace RetailServerless.Core.Tests.Statistics;

/// <summary>The same numbers in every run.</summary>
internal sealed class SeededNumbers(int seed) : IRandomNumbers
{
    private readonly Random _random = new(seed);

    public ulong Below(ulong bound) => (ulong)_random.NextInt64((long)bound);
}
