using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Imports.Values;
using RetailServerless.Functions.Start;

namespace RetailServerless.Functions.Imports;

/// <summary>Registers imports with their settings.</summary>
internal static class ImportFunctionsServiceCollectionExtensions
{
    /// <summary>Adds imports, configured by the section <c>Imports</c>.</summary>
    /// <exception cref="PlatformStartException">A setting is out of range; the message names it.</exception>
    public static IServiceCollection AddImports(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(ImportOptions.Section).Get<ImportOptions>() ?? new ImportOptions();
        if (options.MaxUploadBytes < 1)
        {
            throw new PlatformStartException($"{ImportOptions.Section}:{nameof(ImportOptions.MaxUploadBytes)} must be at least 1 byte.");
        }

        if (!MoneyText.IsCurrency(options.DefaultCurrency))
        {
            throw new PlatformStartException($"{ImportOptions.Section}:{nameof(ImportOptions.DefaultCurrency)} must be an ISO 4217 code as USD.");
        }

        if (options.AbandonAfter < TimeSpan.FromMinutes(1))
        {
            throw new PlatformStartException($"{ImportOptions.Section}:{nameof(ImportOptions.AbandonAfter)} must be at least one minute.");
        }

        return services.AddImports(options);
    }
}
