using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Access;

namespace RetailServerless.Core.Tests.Access;

public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_burst_passes_and_then_the_steady_rate()
    {
        var bucket = new TokenBucket(ratePerSecond: 10, burst: 5, _time);

        Assert.Equal(5, Taken(bucket));
        _time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(3, Taken(bucket));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, Taken(bucket));
    }

    [Fact]
    public void It_says_when_the_next_token_comes()
    {
        var bucket = new TokenBucket(ratePerSecond: 4, burst: 1, _time);
        bucket.TryTake(out _);

        Assert.False(bucket.TryTake(out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(250), wait);

        _time.Advance(wait);
        Assert.True(bucket.TryTake(out _));
    }

    private static int Taken(TokenBucket bucket)
    {
        var taken = 0;
        while (bucket.TryTake(out _))
        {
            taken++;
        }

        return taken;
    }
}
