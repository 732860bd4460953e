using System.Diagnostics;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>A file system of a few MiB in memory, with a file that takes up room until it is deleted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _ballast;

    public SmallDisk(int mebibytes, int ballast)
    {
        Folder = TestEngine.NewFolder();
        Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", Folder);
        _ballast = Path.Combine(Folder, "ballast");
        File.WriteAllBytes(_ballast, new byte[ballast << 20]);
    }

    public static bool CanMount { get; } = Probe();

    public string Folder { get; }

    public void MakeRoom() => File.Delete(_ballast);

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    private static bool Probe()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return false;
        }

        try
        {
            using var disk = new SmallDisk(1, 0);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program}: {error}");
        }
    }
}
