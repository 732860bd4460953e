using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage;
using RetailServerless.Embedded.Storage.Documents;

namespace RetailServerless.Embedded.Privacy.Sweep;

/// <summary>
/// Looks for erased people in everything below the data folder. One pass serves every request that waits for one, so that a thousand erasures at a time cost little more than one.
/// </summary>
public sealed class DataFolderSweep : IErasureSweep
{
    private readonly string _folder;
    private readonly IDocumentStore _documents;
    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private Task _running = Task.CompletedTask;

    /// <summary>Looks below a folder.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="documents">The document store, whose marks of deletions are taken away.</param>
    public DataFolderSweep(DataFolder folder, IDocumentStore documents) => (_folder, _documents) = (folder.Path, documents);

    /// <inheritdoc/>
    public Task ForgetAsync(IReadOnlyCollection<string> partitions, CancellationToken cancellationToken) =>
        _documents is SqliteDocumentStore store ? store.ForgetDeletionsAsync(partitions, cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<SweepReport> SearchAsync(IReadOnlyCollection<SweepIdentifier> identifiers, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(identifiers);
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (_waiting.Count == 1)
            {
                _running = RunAfterAsync(_running);
            }
        }

        return await waiting.Done.Task.WaitAsync(cancellationToken);
    }

    private async Task RunAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Yield();
        List<Waiting> group;
        lock (_gate)
        {
            (group, _waiting) = (_waiting, []);
        }

        try
        {
            var search = new DataFolderSearch(_folder, [.. group.SelectMany(w => w.Identifiers).Distinct()]);
            search.Run(CancellationToken.None);
            foreach (var waiting in group)
            {
                var own = waiting.Identifiers.ToHashSet();
                waiting.Done.SetResult(new SweepReport(search.Places, [.. search.FindingsOf(own.Contains).Distinct()]));
            }
        }
        catch (Exception broken)
        {
            foreach (var waiting in group)
            {
                waiting.Done.TrySetException(broken);
            }
        }
    }

    private sealed class Waiting(IReadOnlyCollection<SweepIdentifier> identifiers)
    {
        public IReadOnlyCollection<SweepIdentifier> Identifiers { get; } = identifiers;

        public TaskCompletionSource<SweepReport> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
