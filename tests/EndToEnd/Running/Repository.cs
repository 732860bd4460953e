namespace RetailServerless.EndToEnd.Running;

/// <summary>Where the repository and the real data are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, as the tests were built.</summary>
    public static string Configuration { get; } = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>The folder of real data; <see langword="null"/> when it is not here.</summary>
    public static string? Data { get; } = new[] { Environment.GetEnvironmentVariable("RETAIL_TEST_DATA"), Path.Combine(Root, "..", "shared", "data") }.FirstOrDefault(Directory.Exists);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RetailServerless.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}

/// <summary>A test that needs the real data; skipped where it is not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (Repository.Data is null)
        {
            Skip = "The real data is neither at ../shared/data nor at RETAIL_TEST_DATA.";
        }
    }
}
