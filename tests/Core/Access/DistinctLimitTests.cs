using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Access;

namespace RetailServerless.Core.Tests.Access;

public sealed class DistinctLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_same_people_may_be_named_again_and_no_new_ones_beyond_the_limit()
    {
        var limit = new DistinctLimit(2, TimeSpan.FromHours(1), _time);

        Assert.True(limit.TryName("ann", out _));
        Assert.True(limit.TryName("bob", out _));
        Assert.False(limit.TryName("eve", out _));
        Assert.True(limit.TryName("ann", out _));
    }

    [Fact]
    public void A_new_window_begins_with_nobody()
    {
        var limit = new DistinctLimit(1, TimeSpan.FromHours(1), _time);
        limit.TryName("ann", out _);
        _time.Advance(TimeSpan.FromMinutes(45));

        Assert.False(limit.TryName("bob", out var wait));
        Assert.Equal(TimeSpan.FromMinutes(15), wait);

        _time.Advance(wait);
        Assert.True(limit.TryName("bob", out _));
    }
}
