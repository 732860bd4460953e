using System.Globalization;
using System.Text;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>What a log says its tree is (C2SP tlog-checkpoint): a name, a size and a root.</summary>
/// <param name="Origin">The name of the log.</param>
/// <param name="Size">How many leaves.</param>
/// <param name="Root">The root over them.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The text that is signed: three lines.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <summary>Reads the text of a note; lines after the third are extensions and not looked at.</summary>
    /// <returns><see langword="null"/> when it is none.</returns>
    public static Checkpoint? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length != 0 || lines[..^1].Any(l => l.Length == 0))
        {
            return null;
        }

        var root = new byte[MerkleHash.Size];
        return long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && lines[1] == size.ToString(CultureInfo.InvariantCulture)
            && Convert.TryFromBase64String(lines[2], root, out var length) && length == MerkleHash.Size && Convert.ToBase64String(root) == lines[2]
                ? new Checkpoint(lines[0], size, root)
                : null;
    }
}

/// <summary>A checkpoint with the note that signs it.</summary>
/// <param name="Checkpoint">What it says.</param>
/// <param name="Note">The whole note, as it is kept, sent and checked.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, string Note)
{
    /// <summary>The note as bytes.</summary>
    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(Note);

    /// <summary>Reads a note and checks that one of the keys signed it under the name of the log.</summary>
    /// <returns><see langword="null"/> when it is no checkpoint or none of the keys signed it.</returns>
    public static SignedCheckpoint? Open(string note, IEnumerable<NoteVerifier> keys) =>
        SignedNote.Open(note, keys) is { } opened && Checkpoint.Parse(opened.Text) is { } checkpoint && checkpoint.Origin == opened.Signer.Name
            ? new SignedCheckpoint(checkpoint, note)
            : null;
}
