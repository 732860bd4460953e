namespace RetailServerless.Embedded.Storage;

/// <summary>
/// The folder that holds everything one machine keeps:
/// <code>
/// documents.db   the document store
/// audit.db       the leaves of the audit log and, beside them, the sealed bodies
/// replies.db     replies on their way, kept some minutes
/// objects/       the object store, one file an object
/// keys/          the master key, mode 0600: back it up apart from the rest
/// </code>
/// A database in use has two companions, <c>-wal</c> and <c>-shm</c>, that belong to it: copy all three or none.
/// </summary>
public sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private DataFolder(string path) => Path = path;

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Takes a folder into use: makes it when it is missing and proves that it can be written.</summary>
    /// <exception cref="DataFolderException">It cannot be made or written.</exception>
    public static DataFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var absolute = System.IO.Path.GetFullPath(path);
        try
        {
            CreateDirectory(absolute);
            var probe = System.IO.Path.Combine(absolute, $"write-test-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {absolute} cannot be written: {error.Message} Choose another folder or mend its permissions.", error);
        }

        return new DataFolder(absolute);
    }

    /// <summary>The path of a file in the folder.</summary>
    public string FilePath(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The path of a folder in the folder, which is made when it is missing.</summary>
    /// <exception cref="DataFolderException">It cannot be made.</exception>
    public string FolderPath(string name)
    {
        var folder = System.IO.Path.Combine(Path, name);
        try
        {
            CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The folder {folder} cannot be made: {error.Message}", error);
        }

        return folder;
    }

    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }
}
