using System.Text;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Embedded.Audit;

/// <summary>
/// The newest signed checkpoint in a file beside the database, written after the commit: whoever puts back an older database is found by it. It is made with the size 0 before the first entry,
/// so that its absence is noticed too. It never goes back, however many processes share it: who raises it holds a lock and looks at what is there. Whoever puts back both is found only by a checkpoint
/// that somebody else kept.
/// </summary>
internal sealed class HighWaterMark(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static int _marks;

    // Several processes, and several stores of one process, may have the file: each writes a file of its own before it takes the place of the one.
    private readonly string _next = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _marks)}.new";
    private readonly Lock _gate = new();
    private long _size = -1;

    /// <summary>The note; <see langword="null"/> when there is no file.</summary>
    public string? Read() => File.Exists(path) ? File.ReadAllText(path) : null;

    /// <summary>Makes the file before the first entry of a log. One that is gone from beside a log that has entries is not made again: that it is gone must be found.</summary>
    /// <param name="signer">Who signs.</param>
    /// <param name="isNew">Whether the log has no checkpoint yet.</param>
    public void Begin(NoteSigner signer, Func<bool> isNew)
    {
        lock (_gate)
        {
            if (_size >= 0)
            {
                return;
            }

            using (Take())
            {
                if (!File.Exists(path) && isNew())
                {
                    Write(signer.Sign(0, MerkleHash.Empty));
                }
            }

            _size = 0;
        }
    }

    /// <summary>Puts a newer checkpoint in its place, unless another process was further already.</summary>
    public void Raise(SignedCheckpoint checkpoint)
    {
        lock (_gate)
        {
            if (checkpoint.Checkpoint.Size <= _size)
            {
                return;
            }

            using (Take())
            {
                if (SizeThere() is { } there && there < checkpoint.Checkpoint.Size)
                {
                    Write(checkpoint);
                }
            }

            _size = checkpoint.Checkpoint.Size;
        }
    }

    // What is no mark, or gone, is left for the check to find.
    private long? SizeThere() => Read() is { } note && SignedNote.TextOf(note) is { } text ? Checkpoint.Parse(text)?.Size : null;

    private FileStream Take()
    {
        var start = Environment.TickCount64;
        while (true)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException) when (Environment.TickCount64 - start < Patience.TotalMilliseconds)
            {
                Thread.Sleep(1);
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
