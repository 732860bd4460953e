namespace RetailServerless.Console.Tests.Audit;

/// <summary>A test that runs the browser's scripts in node, 20 or newer; skipped, and counted as skipped, where there is none, or where the public vectors are not and it needs them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (Node is null)
        {
            Skip = "There is no node in PATH.";
        }
    }

    /// <summary>Whether it needs the public vectors.</summary>
    public bool NeedsData
    {
        get => field;
        set
        {
            field = value;
            if (value && Data is null)
            {
                Skip ??= "The real data is neither at ../shared/data nor at RETAIL_TEST_DATA.";
            }
        }
    }

    internal static string Root { get; } = FindRoot();

    internal static string? Data { get; } = new[] { Environment.GetEnvironmentVariable("RETAIL_TEST_DATA"), Path.Combine(Root, "..", "shared", "data") }
        .FirstOrDefault(Directory.Exists) is { } found ? Path.GetFullPath(found) : null;

    internal static string? Node { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node"))
        .FirstOrDefault(File.Exists);

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
