using System.Text;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Embedded.Audit;

/// <summary>
/// The newest signed checkpoint in a file beside the database, written after the commit: whoever puts back an older database is found by it. It is made with the size 0 before the first entry,
/// so that its absence is noticed too. Whoever puts back both is found only by a checkpoint that somebody else kept.
/// </summary>
internal sealed class HighWaterMark(string path)
{
    private static int _marks;

    // Several processes, and several stores of one process, may have the file: each writes a file of its own before it takes the place of the one.
    private readonly string _next = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _marks)}.new";
    private readonly Lock _gate = new();
    private long _size = -1;

    /// <summary>The note; <see langword="null"/> when there is no file.</summary>
    public string? Read() => File.Exists(path) ? File.ReadAllText(path) : null;

    /// <summary>Makes the file before the first entry.</summary>
    public Task BeginAsync(NoteSigner signer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_size < 0 && !File.Exists(path))
            {
                Write(signer.Sign(0, MerkleHash.Empty));
            }

            _size = Math.Max(_size, 0);
        }

        return Task.CompletedTask;
    }

    /// <summary>Puts a newer checkpoint in its place.</summary>
    public void Raise(SignedCheckpoint checkpoint)
    {
        lock (_gate)
        {
            if (checkpoint.Checkpoint.Size > _size)
            {
                Write(checkpoint);
                _size = checkpoint.Checkpoint.Size;
            }
        }
    }

    // A rename replaces the file as a whole. It is not flushed: after a loss of power an older mark may be there, which the log still contains.
    private void Write(SignedCheckpoint checkpoint)
    {
        File.WriteAllBytes(_next, Encoding.UTF8.GetBytes(checkpoint.Note));
        File.Move(_next, path, overwrite: true);
    }
}
