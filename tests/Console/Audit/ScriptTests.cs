using System.Diagnostics;
using System.Text.RegularExpressions;

namespace RetailServerless.Console.Tests.Audit;

/// <summary>The checks that the audit trail's pages make in the browser, run by node as they are served.</summary>
public sealed partial class ScriptTests(ScriptTests.Run run) : IClassFixture<ScriptTests.Run>
{
    [NodeFact]
    public void Every_check_of_the_browser_holds_for_a_good_log_and_names_what_was_changed_in_a_bad_one()
    {
        Assert.True(run.Failed == 0 && run.ExitCode == 0, run.Output);
        Assert.True(run.Passed >= 26, run.Output);
    }

    [NodeFact(NeedsData = true)]
    public void The_public_vectors_of_inclusion_and_consistency_get_the_verdicts_that_they_carry()
    {
        Assert.Contains("ok 1 - every probe of inclusion gets the verdict that it carries", run.Output);
        Assert.Contains("ok 2 - every probe of consistency gets the verdict that it carries", run.Output);
        Assert.DoesNotContain("not ok", run.Output);
        Assert.DoesNotContain("SKIP", run.Output);
    }

    /// <summary>One run of node over the scripts and their tests.</summary>
    public sealed partial class Run : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("retail-scripts-");

        public string Output { get; private set; } = "";

        public int ExitCode { get; private set; } = -1;

        public int Passed => Count("pass");

        public int Failed => Count("fail");

        public async Task InitializeAsync()
        {
            if (NodeFactAttribute.Node is not { } node)
            {
                return;
            }

            // Served files are modules for a browser; node is told so by a package file beside them.
            CopyScripts();
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "package.json"), """{"type":"module"}""");
            var start = new ProcessStartInfo(node, ["--test", "--test-reporter=tap", "scripts.test.mjs"]) { UseShellExecute = false, WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["RETAIL_TEST_DATA"] = NodeFactAttribute.Data ?? "";
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            Output = await process.StandardOutput.ReadToEndAsync() + await errors;
            await process.WaitForExitAsync();
            ExitCode = process.ExitCode;
        }

        public Task DisposeAsync()
        {
            _folder.Delete(recursive: true);
            return Task.CompletedTask;
        }

        private void CopyScripts()
        {
            var root = NodeFactAttribute.Root;
            var scripts = Directory.CreateDirectory(Path.Combine(_folder.FullName, "audit"));
            foreach (var script in Directory.EnumerateFiles(Path.Combine(root, "console", "wwwroot", "audit"), "*.js"))
            {
                File.Copy(script, Path.Combine(scripts.FullName, Path.GetFileName(script)));
            }

            File.Copy(Path.Combine(root, "tests", "Console", "Audit", "scripts.test.mjs"), Path.Combine(_folder.FullName, "scripts.test.mjs"));
        }

        private int Count(string what) => Summary().Matches(Output).Where(m => m.Groups["what"].Value == what).Select(m => int.Parse(m.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(-1).Single();

        [GeneratedRegex("^# (?<what>pass|fail) (?<count>[0-9]+)\r?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
        private static partial Regex Summary();
    }
}
