using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Embedded.Audit;
using RetailServerless.Embedded.Chat;
using RetailServerless.Embedded.Chat.Models;
using RetailServerless.Embedded.Privacy;
using RetailServerless.Embedded.Search;
using RetailServerless.Embedded.Storage;
using RetailServerless.Functions.Access;
using RetailServerless.Functions.Audit;
using RetailServerless.Functions.Consent;
using RetailServerless.Functions.Policies;
using RetailServerless.Functions.Privacy;
using RetailServerless.Functions.Start;

namespace RetailServerless.Functions;

/// <summary>The functions app: the same in Azure and on one machine.</summary>
internal static partial class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            if (args is ["verify-audit", ..])
            {
                return await AuditVerifyCommand.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
            }

            if (args is ["audit", ..])
            {
                return await RunCommandAsync(args, (services, command) => services.GetRequiredService<AuditCommands>().RunAsync(command, Console.Out, Console.Error, CancellationToken.None));
            }

            if (args is ["keys", ..])
            {
                return await KeysAsync(args);
            }

            if (args is [CertificateCommand.Name, ..])
            {
                return await CertificateCommand.RunAsync(args, Console.Out, Console.Error);
            }

            if (args is ["policies", ..])
            {
                return await PoliciesAsync(args);
            }

            if (args is [ReceiptCommand.Name, "rotate-key", ..])
            {
                return await RunCommandAsync(
                    args, (services, _) => ReceiptCommand.RotateAsync(services.GetRequiredService<ReceiptSigner>(), services.GetRequiredService<IAuditLog>(), Console.Out, CancellationToken.None));
            }

            if (args is [ReceiptCommand.Name, ..])
            {
                return await ReceiptCommand.RunAsync(args, Console.Out, Console.Error);
            }

            var host = CreateBuilder(args).Build();
            var watch = host.Services.GetRequiredService<AuditWatch>();
            await host.RunAsync();
            if (watch.Fault is { } changed)
            {
                await Console.Error.WriteLineAsync($"The platform stopped: {changed.Message}");
                return 1;
            }

            return 0;
        }
        catch (Exception refused) when (refused is OptionsValidationException or DataFolderException or AuditFaultException)
        {
            await Console.Error.WriteLineAsync($"The platform cannot start: {refused.Message}");
            return 1;
        }
    }

    /// <summary>The app with everything registered; the one place that chooses the adapters.</summary>
    internal static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.UseWhen<AccessMiddleware>(AccessMiddleware.AppliesTo);
        builder.UseWhen<GlobalPrivacyControlMiddleware>(AccessMiddleware.AppliesTo);
        builder.Services.AddPlatform(builder.Configuration);
        AddEmbeddedAdapters(builder.Services, PlatformSettings.DataFolder(builder.Configuration), builder.Configuration);
        AddLocalHostAdapters(builder.Services);
        return builder;
    }

    /// <summary>What the local host takes from the platform; compiled only where the app runs on it.</summary>
    static partial void AddLocalHostAdapters(IServiceCollection services);

    private static void AddEmbeddedAdapters(IServiceCollection services, string dataFolder, IConfiguration configuration)
    {
        services.AddEmbeddedStorage(dataFolder);
        services.AddEmbeddedPrivacy(dataFolder);
        services.AddEmbeddedAudit(dataFolder);
        services.AddEmbeddedReplyStream(dataFolder);
        services.AddEmbeddedSearch(dataFolder);
        services.AddEmbeddedChatModel(configuration);
    }

    private static Task<int> KeysAsync(string[] args) =>
        RunCommandAsync(args, (services, command) => services.GetRequiredService<AccessCommands>().RunAsync(command, Console.Out, Console.Error, CancellationToken.None));

    // A build checks policies where there is no issuer and no data folder: the types are enough, and no host is made.
    private static Task<int> PoliciesAsync(string[] args) => args is ["policies", "check", ..]
        ? PolicyCommands.ForChecks(CreateBuilder([]).Services).RunAsync(args, Console.Out, Console.Error, CancellationToken.None)
        : RunCommandAsync(args, (services, command) => services.GetRequiredService<PolicyCommands>().RunAsync(command, Console.Out, Console.Error, CancellationToken.None));

    private static async Task<int> RunCommandAsync(string[] args, Func<IServiceProvider, IReadOnlyList<string>, Task<int>> run)
    {
        var data = Array.IndexOf(args, "--data");
        var command = data < 0 ? args : [.. args[..data], .. args[Math.Min(data + 2, args.Length)..]];
        var builder = CreateBuilder(data < 0 ? [] : args[data..Math.Min(data + 2, args.Length)]);

        // What the command answers is read by scripts: nothing else may stand beside it.
        builder.Logging.ClearProviders();
        using var host = builder.Build();
        return await run(host.Services, command);
    }
}
