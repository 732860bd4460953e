using System.Globalization;
using System.Text;
using Microsoft.DurableTask;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>
/// What several processes leave behind of their work, in files of their own beside the store: every run of an activity with its process, and every
/// turn of an orchestrator that found the code of the same instance running elsewhere at that moment.
/// </summary>
internal sealed class Evidence
{
    private readonly string _folder;
    private readonly Lock _gate = new();

    public Evidence(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(Path.Combine(folder, "turns"));
    }

    public sealed record Run(string Instance, int Step, string Process);

    /// <summary>The runs of activities by all processes so far.</summary>
    public List<Run> Runs => [.. Lines("runs").Select(line => line.Split(' ')).Select(words =>
        new Run(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), words[2]))];

    /// <summary>Turns that met another turn of the same instance.</summary>
    public List<string> Overlaps => Lines("overlaps");

    /// <summary>The tasks of one process.</summary>
    public Action<DurableTaskRegistry> Tasks(string process) => tasks => tasks
        .AddOrchestratorFunc<int, List<string>>("Steps", async (context, count) =>
        {
            var results = new List<string>();
            for (var step = 0; step < count; step++)
            {
                using (Enter(context.InstanceId, process))
                {
                    // Long enough for two that run at once to meet.
                    Thread.SpinWait(20_000);
                }

                results.Add(await context.CallActivityAsync<string>("Step", $"{context.InstanceId} {step}"));
            }

            return results;
        })
        .AddActivityFunc<string, string>("Step", async (_, step) =>
        {
            Append("runs", process, $"{step} {process}");
            await Task.Delay(3);
            return $"{step} {process} {Guid.NewGuid():N}";
        });

    /// <summary>Says that code of an instance runs here until the result is disposed of. The system ends it with the process.</summary>
    private FileStream? Enter(string instance, string process)
    {
        try
        {
            return new FileStream(Path.Combine(_folder, "turns", instance), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            Append("overlaps", process, $"{instance} {process}");
            return null;
        }
    }

    /// <summary>Writes to the file of the process: what was written is there however the process ends.</summary>
    private void Append(string name, string process, string line)
    {
        lock (_gate)
        {
            using var file = new FileStream(Path.Combine(_folder, $"{name}-{process}"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
    }

    private List<string> Lines(string name) => [.. Directory.EnumerateFiles(_folder, $"{name}-*").SelectMany(path =>
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = file.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    })];
}
