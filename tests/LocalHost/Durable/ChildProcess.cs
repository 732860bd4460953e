using System.Diagnostics;
using System.Globalization;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>This test assembly as a process of its own, that says line by line what it has done, and can be killed.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly Task _reading;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChildProcess(params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };

        // It lives for a fraction of a second: code is not worth being compiled twice.
        info.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var argument in (string[])[typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            info.ArgumentList.Add(argument);
        }

        _process = Process.Start(info)!;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Waits until it has said a line; fails when it ends without.</summary>
    public async Task SaidAsync(string line)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (_lines.Contains(line))
                {
                    return;
                }

                news = _news.Task;
            }

            if (_reading.IsCompleted)
            {
                throw new InvalidOperationException($"The child ended with code {_process.ExitCode} before it said '{line}'.");
            }

            await Task.WhenAny(news, _reading);
        }
    }

    /// <summary>Kills it with signal 9 and gives all it had said.</summary>
    public async Task<IReadOnlyList<string>> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        return _lines;
    }

    /// <summary>Lets it end by itself, and gives all it had said.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync();
        await _reading;
        Assert.Equal(0, _process.ExitCode);
        return _lines;
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>Reads whole lines: one that the kill has cut off was not said.</summary>
    private async Task ReadAsync()
    {
        var rest = string.Empty;
        var buffer = new char[4096];
        int count;
        while ((count = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            var parts = (rest + new string(buffer, 0, count)).Split('\n');
            rest = parts[^1];
            lock (_gate)
            {
                _lines.AddRange(parts[..^1]);
                _news.TrySetResult();
                _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
