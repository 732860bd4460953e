using System.Diagnostics;

namespace RetailServerless.Embedded.Tests.ChildProcess;

/// <summary>Starts <see cref="Program"/> as a process of its own and kills it in the middle of its work.</summary>
internal static class KilledChild
{
    /// <returns>The lines that it said before it died: what it had been told was durable.</returns>
    public static async Task<IReadOnlyList<(string Number, string Id)>> RunAsync(string what, string file, int untilLines)
    {
        using var child = Start(what, file);
        var lines = new List<(string, string)>();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is [var number, { Length: 32 } id])
            {
                lines.Add((number, id));
            }

            if (lines.Count == untilLines)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync();
        return lines;
    }

    /// <summary>Starts <see cref="Program"/> and leaves it alone.</summary>
    public static Process Start(string what, string file) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        ArgumentList = { "exec", typeof(Program).Assembly.Location, what, file },
    })!;
}
