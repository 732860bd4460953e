using Microsoft.Data.Sqlite;

namespace RetailServerless.LocalHost.Tests;

/// <summary>A new folder that is deleted at the end.</summary>
internal sealed class TestFolder : IDisposable
{
    private bool _kept;

    public TestFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "localhost-" + Guid.CreateVersion7().ToString("N"));

    public static void Delete(string path)
    {
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Somebody else deletes it.</summary>
    public string Keep()
    {
        _kept = true;
        return Path;
    }

    public void Dispose()
    {
        if (!_kept)
        {
            Delete(Path);
        }
    }
}
