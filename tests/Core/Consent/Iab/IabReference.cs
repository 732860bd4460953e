using System.Diagnostics;

namespace RetailServerless.Core.Tests.Consent.Iab;

/// <summary>
/// The public reference libraries for TC and GPP strings, of pinned versions, from the npm registry: installed once into <c>.local</c> beside the repository's files, where nothing is committed. The
/// strings are encoded there, by <c>reference.mjs</c>.
/// </summary>
internal static class IabReference
{
    private static readonly string[] Packages = ["@iabtcf/core@1.5.6", "@iabgpp/cmpapi@3.2.0"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Lazy<string?> Installed = new(Install);

    /// <summary>Where they are; <see langword="null"/> when node, npm or the registry is not to be had.</summary>
    public static string? Folder => Installed.Value;

    /// <summary>Lines of random strings and the values that went into them.</summary>
    public static IReadOnlyList<string> Encode(int seed, int tcStrings, int gppStrings)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Consent", "Iab", "reference.mjs");
        var (code, output, errors) = Run(Folder!, "node", script, Folder!, $"{seed}", $"{tcStrings}", $"{gppStrings}");
        Assert.True(code == 0, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string? Install()
    {
        try
        {
            var local = Path.Combine(Root() ?? Path.GetTempPath(), ".local");
            var folder = Path.Combine(local, $"iab-reference-{string.Join('-', Packages.Select(p => p.Split('@')[^1]))}");
            if (Directory.Exists(folder))
            {
                return folder;
            }

            var beside = $"{folder}.{Guid.NewGuid():N}";
            Directory.CreateDirectory(beside);
            File.WriteAllText(Path.Combine(beside, "package.json"), "{\"private\":true}");
            var (code, _, _) = Run(beside, "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=20000", .. Packages]);
            if (code != 0)
            {
                Directory.Delete(beside, recursive: true);
                return null;
            }

            Directory.Move(beside, folder);
            return folder;
        }
        catch (Exception missing) when (missing is System.ComponentModel.Win32Exception or IOException)
        {
            return null;
        }
    }

    private static string? Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RetailServerless.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    private static (int Code, string Output, string Errors) Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return (-1, "", $"{program} did not end in {Patience}.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }
}

/// <summary>A fact that needs the reference libraries; skipped, and counted as skipped, where they cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IabReferenceFactAttribute : FactAttribute
{
    public IabReferenceFactAttribute()
    {
        if (IabReference.Folder is null)
        {
            Skip = "The reference libraries @iabtcf/core and @iabgpp/cmpapi cannot be had: node, npm or the npm registry is missing.";
        }
    }
}
