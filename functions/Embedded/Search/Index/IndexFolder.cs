using System.Text;
using RetailServerless.Core.Catalog;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>The folder of all indexes: one folder a catalog version, and a small file that names the one in effect.</summary>
internal sealed class IndexFolder(string root)
{
    private const string PointerName = "active";
    private const string BuildingSuffix = ".building";

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    private string PointerPath => Path.Combine(root, PointerName);

    public string PathOf(CatalogVersion version) => Path.Combine(root, Name(version));

    public bool Exists(CatalogVersion version) => Directory.Exists(PathOf(version));

    /// <summary>The version in effect; <see langword="null"/> before the first.</summary>
    public CatalogVersion? ReadActive()
    {
        try
        {
            var name = File.ReadAllText(PointerPath, Encoding.ASCII).Trim();
            return name.Length == 0 ? null : new CatalogVersion(name);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Puts a version into effect: a reader sees the old name or the new one, whole, and a crash leaves either.</summary>
    public void WriteActive(CatalogVersion version)
    {
        Directory.CreateDirectory(root);
        var temporary = $"{PointerPath}.{Guid.NewGuid():N}";
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(Encoding.ASCII.GetBytes(version.Value));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, PointerPath, overwrite: true);
    }

    /// <summary>An empty folder to build a version in. What a crashed build left is deleted.</summary>
    public string BeginBuild(CatalogVersion version)
    {
        var path = PathOf(version) + BuildingSuffix;
        DeleteFolder(path);
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Makes the folder that was built the index of its version.</summary>
    public void EndBuild(CatalogVersion version)
    {
        DeleteFolder(PathOf(version));
        Directory.Move(PathOf(version) + BuildingSuffix, PathOf(version));
    }

    public void AbandonBuild(CatalogVersion version) => DeleteFolder(PathOf(version) + BuildingSuffix);

    /// <summary>Deletes the indexes of versions before this one (UUIDv7 ids sort by time), and what builds left that crashed long ago.</summary>
    public void DeleteBefore(CatalogVersion active)
    {
        foreach (var path in Directory.EnumerateDirectories(root).Where(path => IsObsolete(path, active)))
        {
            DeleteFolder(path);
        }
    }

    private static bool IsObsolete(string path, CatalogVersion active) => path.EndsWith(BuildingSuffix, StringComparison.Ordinal)
        ? Directory.GetLastWriteTimeUtc(path) < DateTime.UtcNow - AbandonedAfter
        : string.CompareOrdinal(Path.GetFileName(path), active.Value) < 0;

    private static string Name(CatalogVersion version) =>
        version.Value.Length is > 0 and <= 64 && version.Value.All(char.IsAsciiLetterOrDigit)
            ? version.Value
            : throw new ArgumentException("A catalog version is letters and digits.", nameof(version));

    // Where open files cannot be deleted, the folder stays until the next call.
    private static void DeleteFolder(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }
        catch (Exception inUse) when (OperatingSystem.IsWindows() && inUse is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
