namespace RetailServerless.LocalHost.Tests.Api;

/// <summary>A test that needs the API descriptions beside the repository; skipped without them.</summary>
internal sealed class SharedApiFactAttribute : FactAttribute
{
    public SharedApiFactAttribute()
    {
        if (Folder is null)
        {
            Skip = "There is no folder shared/api beside the repository.";
        }
    }

    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "api");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
