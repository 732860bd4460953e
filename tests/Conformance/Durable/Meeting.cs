namespace RetailServerless.Conformance.Durable;

/// <summary>Activities that wait for each other, to show that they run at the same time.</summary>
internal sealed class Meeting(int count)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = count;

    /// <summary>Comes when as many have come as were expected.</summary>
    public async Task<bool> MeetAsync()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _complete.SetResult();
        }

        await _complete.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return true;
    }
}
