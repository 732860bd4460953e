using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Hosting;

/// <summary>Makes sure that the data folder can be written before anything starts.</summary>
internal static class DataFolder
{
    public static void Prepare(string folder, StartupErrors errors)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".write-{Guid.CreateVersion7():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            errors.Add($"the data folder '{folder}' cannot be written ({problem.Message.TrimEnd('.')}). Choose another with --data.");
        }
    }
}
