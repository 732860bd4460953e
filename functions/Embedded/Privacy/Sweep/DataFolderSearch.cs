using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Embedded.Privacy.Sweep;

/// <summary>One pass over everything in a data folder.</summary>
internal sealed class DataFolderSearch(string folder, IReadOnlyList<SweepIdentifier> identifiers)
{
    // Files whose rows are on their way somewhere and gone after minutes anyway.
    private static readonly string[] Caches = ["replies.db"];

    private readonly NeedleSet _needles = new(identifiers.SelectMany((identifier, index) => NeedleEncodings.Of(index, identifier)));
    private readonly List<SweptPlace> _places = [];
    private readonly HashSet<(int Identifier, SweepFinding Finding)> _findings = [];

    /// <summary>What was searched.</summary>
    public IReadOnlyList<SweptPlace> Places => _places;

    /// <summary>The identifiers that were found anywhere.</summary>
    public IEnumerable<SweepIdentifier> FoundIdentifiers => _findings.Select(f => identifiers[f.Identifier]).Distinct();

    /// <summary>What was found of one identifier.</summary>
    public IEnumerable<SweepFinding> FindingsOf(Func<SweepIdentifier, bool> which) => _findings.Where(f => which(identifiers[f.Identifier])).Select(f => f.Finding);

    /// <summary>Searches.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            Place(name, scanner => SearchFile(path, name, scanner));
        }

        foreach (var index in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Where(LuceneSweep.IsIndex))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(folder, index).Replace(Path.DirectorySeparatorChar, '/') + "/";
            Place(name, scanner => new LuceneSweep(scanner).Search(index, (needle, encoding, where) => Keep(needle, name, where, encoding)));
        }
    }

    private static bool IsDatabase(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> magic = stackalloc byte[16];
        return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual(SqliteResidue.Magic);
    }

    // A name can hold an identifier too, as an object's path does.
    private void Place(string name, Action<SweepScanner> search)
    {
        var scanner = new SweepScanner(_needles);
        try
        {
            scanner.Scan(System.Text.Encoding.UTF8.GetBytes(name), (needle, encoding) => Keep(needle, "file name", "name", encoding));
            search(scanner);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Deleted while the sweep went on.
            return;
        }

        _places.Add(new SweptPlace(name, scanner.Bytes));
    }

    private void SearchFile(string path, string name, SweepScanner scanner)
    {
        // The log and the index of a database belong to it and are looked at with it.
        if ((name.EndsWith("-wal", StringComparison.Ordinal) || name.EndsWith("-shm", StringComparison.Ordinal)) && File.Exists(path[..^4]))
        {
            return;
        }

        // Files that are there only to be locked cannot be opened, and hold nothing.
        if (new FileInfo(path).Length == 0)
        {
            return;
        }

        if (IsDatabase(path))
        {
            new SqliteSweep(scanner, identifiers).Search(path, Caches.Contains(name, StringComparer.Ordinal), (needle, encoding, where) => Keep(needle, name, where, encoding));
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        scanner.Scan(file, (needle, encoding) => Keep(needle, name, "file", encoding));
    }

    private void Keep(Needle needle, string place, string where, string encoding) =>
        _findings.Add((needle.Identifier, new SweepFinding($"{place} {where}", identifiers[needle.Identifier].Kind, encoding)));
}
