using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Policies;

namespace RetailServerless.Functions.Policies;

/// <summary>The command line of policies: <c>policies check FOLDER</c> for a shop's build, <c>policies export FOLDER</c> for its repository.</summary>
internal sealed class PolicyCommands(PolicyTypes types, Lazy<PolicyVersions> versions, TimeProvider clock)
{
    private const string Usage = """
        usage: policies check FOLDER       (each *.yaml is read as the platform would; exit code 1 when one is bad)
               policies export FOLDER      (the texts in effect, as files)
        """;

    /// <summary>The commands that need no store, with the types that the services register.</summary>
    public static PolicyCommands ForChecks(IServiceCollection services) => new(
        new PolicyTypes(services.Where(s => s.ServiceType == typeof(PolicyType)).Select(s => (PolicyType)s.ImplementationInstance!)),
        new Lazy<PolicyVersions>(() => throw new InvalidOperationException("A check reads no store.")),
        TimeProvider.System);

    /// <summary>Runs a command.</summary>
    /// <returns>Exit code: 0 done, 1 a policy is bad or there is none, 2 not understood.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        switch (args)
        {
            case ["policies", "check", var folder] when Directory.Exists(folder):
                return await CheckAsync(folder, output, errors, cancellationToken);
            case ["policies", "check", var missing]:
                await errors.WriteLineAsync($"There is no folder {missing}.");
                return 2;
            case ["policies", "export", var folder]:
                return await ExportAsync(folder, output, cancellationToken);
            default:
                await errors.WriteLineAsync(Usage);
                return 2;
        }
    }

    private async Task<int> CheckAsync(string folder, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var files = await new PolicyFolder(folder).ReadAsync(cancellationToken);
        var bad = 0;
        foreach (var file in files)
        {
            if (types.Check(file) is { } failure)
            {
                bad++;
                foreach (var line in failure.Errors.Count > 0 ? failure.Errors.Values.SelectMany(e => e) : [failure.Detail])
                {
                    await errors.WriteLineAsync(line);
                }
            }
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{files.Count} policies, {bad} bad"));
        return bad > 0 || files.Count == 0 ? 1 : 0;
    }

    private async Task<int> ExportAsync(string folder, TextWriter output, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await foreach (var id in versions.Value.ListIdsAsync(cancellationToken))
        {
            if ((await versions.Value.ReadAsync(id, cancellationToken)).InEffect(now) is not { } version)
            {
                continue;
            }

            var file = Path.Combine([folder, .. (id + ".yaml").Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, version.Yaml, cancellationToken);
            await output.WriteLineAsync($"{version.Reference}\t{version.Sha256}");
        }

        return 0;
    }
}
