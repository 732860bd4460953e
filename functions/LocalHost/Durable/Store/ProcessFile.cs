namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>A file that a process holds locked while it lives. The system frees the lock however the process dies.</summary>
internal sealed class ProcessFile(string databasePath, long id) : IDisposable
{
    private readonly FileStream _file = new(PathOf(databasePath, id), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

    public long Id { get; } = id;

    public static bool IsHeld(string databasePath, long id)
    {
        try
        {
            using var probe = new FileStream(PathOf(databasePath, id), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public static void Remove(string databasePath, long id) => File.Delete(PathOf(databasePath, id));

    public void Dispose()
    {
        _file.Dispose();
        Remove(databasePath, Id);
    }

    private static string PathOf(string databasePath, long id) => $"{databasePath}.process-{id}.lock";
}
