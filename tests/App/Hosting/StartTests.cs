using System.Diagnostics;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Tests.Hosting;

/// <summary>The real process, as <c>start.sh</c> starts it.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Settings_that_are_wrong_end_the_process_with_a_numbered_list()
    {
        var (exitCode, error) = await RunAsync("--port", "seven", "--LocalHost:ShutdownSeconds", "soon", "--LocalHost:Address", "there");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("The functions host cannot start, ", error, StringComparison.Ordinal);
        Assert.Contains("\n  3. ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("start-");
        try
        {
            var start = new ProcessStartInfo("dotnet", [Path.ChangeExtension(typeof(HttpFunctions).Assembly.Location, ".dll"), "--data", folder.FullName, .. args])
            {
                WorkingDirectory = folder.FullName,
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = await process.StandardError.ReadToEndAsync();
            await output;
            await process.WaitForExitAsync();
            return (process.ExitCode, error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
