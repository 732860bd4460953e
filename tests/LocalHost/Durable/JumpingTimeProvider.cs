namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>The time of the system with a clock that can be set: what passes is not changed by it.</summary>
internal sealed class JumpingTimeProvider : TimeProvider
{
    private long _offset;

    public void Jump(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));
}
