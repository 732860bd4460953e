using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Functions.Audit;

/// <summary>The command line of the audit log's keys: <c>audit keys</c> and <c>audit rotate-key</c>.</summary>
internal sealed class AuditCommands(TreeKeys keys, TreeKeyRotation rotation)
{
    private const string Usage = """
        usage: audit keys          (the public keys of the log with the time in which each signs, oldest first)
               audit rotate-key    (a new key signs from now on; old ones stay to check what they signed)
        """;

    /// <summary>Runs a command.</summary>
    /// <returns>Exit code: 0 done, 2 not understood.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        switch (args)
        {
            case ["audit", "keys"]:
                await WriteAsync(await keys.ListAsync(cancellationToken), output);
                return 0;
            case ["audit", "rotate-key"]:
                await WriteAsync(await rotation.RotateAsync("system", null, cancellationToken), output);
                return 0;
            default:
                await errors.WriteLineAsync(Usage);
                return 2;
        }
    }

    private static async Task WriteAsync(IEnumerable<TreeKeyValidity> all, TextWriter output)
    {
        foreach (var key in all)
        {
            await output.WriteLineAsync($"{key.Key}\t{key.Since:O}\t{key.Until?.ToString("O") ?? "now"}");
        }
    }
}
