using System.Diagnostics;

namespace RetailServerless.Console.Tests;

/// <summary>The console as it is started on a machine: a process of its own, from its own output folder, with its static files.</summary>
public sealed class ConsoleProcess : IDisposable
{
    private readonly Process _process;

    private ConsoleProcess(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" } };
        start.Environment.Remove("ASPNETCORE_URLS");
        string[] issuer = ["--Oidc:Authority", "http://127.0.0.1:9", "--Oidc:ClientId", "console"];
        foreach (var arg in (string[])[Assembly(), .. issuer, .. args])
        {
            start.ArgumentList.Add(arg);
        }

        _process = Process.Start(start)!;
    }

    public Uri Address { get; private set; } = null!;

    public static async Task<ConsoleProcess> StartAsync(params string[] args)
    {
        var console = new ConsoleProcess(args);
        while (await console._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("console: ", StringComparison.Ordinal))
            {
                console.Address = new Uri(line["console: ".Length..]);
                return console;
            }
        }

        throw new InvalidOperationException(await console._process.StandardError.ReadToEndAsync());
    }

    /// <summary>Runs a console that must not start.</summary>
    public static async Task<(int Code, string Error)> FailAsync(params string[] args)
    {
        using var console = new ConsoleProcess(args);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await console._process.WaitForExitAsync(patience.Token);
        return (console._process.ExitCode, (await console._process.StandardError.ReadToEndAsync(patience.Token)).Trim());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    // tests/Console/bin/CONFIGURATION/FRAMEWORK beside console/bin/CONFIGURATION/FRAMEWORK
    private static string Assembly()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "console", "bin", here.Parent.Name, here.Name, "RetailServerless.Console.dll");
    }
}
