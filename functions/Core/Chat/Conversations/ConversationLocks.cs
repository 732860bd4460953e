namespace RetailServerless.Core.Chat.Conversations;

/// <summary>Lets changes of one conversation in this process go one after the other, so that they do not run into each other's ETags. Correctness rests on the ETags alone.</summary>
internal sealed class ConversationLocks : IDisposable
{
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1, 1))];

    public async ValueTask<Held> HoldAsync(Guid conversation, CancellationToken cancellationToken)
    {
        var stripe = _stripes[(uint)conversation.GetHashCode() % (uint)_stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        return new Held(stripe);
    }

    public void Dispose() => Array.ForEach(_stripes, s => s.Dispose());

    public readonly struct Held(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
