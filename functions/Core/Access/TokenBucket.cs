namespace RetailServerless.Core.Access;

/// <summary>A token bucket: a steady rate, and a burst that may come at once.</summary>
/// <param name="ratePerSecond">Tokens that come back a second.</param>
/// <param name="burst">Most tokens there can be, and how many there are at first.</param>
/// <param name="time">The clock.</param>
public sealed class TokenBucket(double ratePerSecond, double burst, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = double.PositiveInfinity;
    private long _at = time.GetTimestamp();

    /// <summary>Takes a token.</summary>
    /// <param name="retryAfter">When there will be one, if there is none now.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_at, now).TotalSeconds * ratePerSecond));
            _at = now;
            if (_tokens >= 1)
            {
                _tokens--;
                retryAfter = TimeSpan.Zero;
                return true;
            }

            retryAfter = TimeSpan.FromSeconds((1 - _tokens) / ratePerSecond);
            return false;
        }
    }
}
