namespace RetailServerless.Core.Tests.Fakes;

/// <summary>A fact about the real data beside the repository; skipped, and counted as skipped, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null)
        {
            Skip = "The data folder is not there: set RETAIL_TEST_DATA, or put it at ../shared/data from the root of the repository.";
        }
    }
}

/// <summary>Where the real data lies.</summary>
public static class SharedData
{
    public static string? Folder { get; } = Find();

    public static string PathOf(string file) => Path.Combine(Folder ?? throw new InvalidOperationException("The data folder is not there."), file);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("RETAIL_TEST_DATA") is { Length: > 0 } told)
        {
            return Directory.Exists(told) ? told : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            if (File.Exists(Path.Combine(candidate, "README.md")))
            {
                return candidate;
            }
        }

        return null;
    }
}
