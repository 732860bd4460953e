using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Imports.Values;

namespace RetailServerless.Functions.Imports;

/// <summary>Registers imports with their settings.</summary>
internal static class ImportFunctionsServiceCollectionExtensions
{
    /// <summary>Adds imports, configured by the section <c>Imports</c>.</summary>
    /// <exception cref="OptionsValidationException">Settings are out of range; the message names all of them.</exception>
    public static IServiceCollection AddImports(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(ImportOptions.Section).Get<ImportOptions>() ?? new ImportOptions();
        string[] wrong = [.. Check(options)];
        return wrong.Length == 0 ? services.AddImports(options) : throw new OptionsValidationException(ImportOptions.Section, typeof(ImportOptions), wrong);
    }

    private static IEnumerable<string> Check(ImportOptions options)
    {
        if (options.MaxUploadBytes < 1)
        {
            yield return $"{ImportOptions.Section}:{nameof(ImportOptions.MaxUploadBytes)} must be at least 1 byte.";
        }

        if (!MoneyText.IsCurrency(options.DefaultCurrency))
        {
            yield return $"{ImportOptions.Section}:{nameof(ImportOptions.DefaultCurrency)} must be an ISO 4217 code as USD.";
        }

        if (options.AbandonAfter < TimeSpan.FromMinutes(1))
        {
            yield return $"{ImportOptions.Section}:{nameof(ImportOptions.AbandonAfter)} must be at least one minute.";
        }
    }
}
