namespace RetailServerless.Embedded.Storage.Sqlite;

/// <summary>Work that waits for the writer.</summary>
internal interface IPendingWrite
{
    int Weight { get; }

    /// <returns>Whether it is still wanted.</returns>
    bool Start();

    void Execute(SqliteSession session);

    void Complete();

    void Fail(Exception error);
}

/// <inheritdoc cref="IPendingWrite"/>
internal sealed class PendingWrite<T>(Func<SqliteSession, T> work, int weight, CancellationToken cancellationToken) : IPendingWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public int Weight { get; } = Math.Max(1, weight);

    public Task<T> Task => _completion.Task;

    public bool Start() => !cancellationToken.IsCancellationRequested || !_completion.TrySetCanceled(cancellationToken);

    public void Execute(SqliteSession session) => _result = work(session);

    public void Complete() => _completion.SetResult(_result!);

    public void Fail(Exception error) => _completion.SetException(error);
}
