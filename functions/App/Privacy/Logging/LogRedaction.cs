using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.Compliance.Redaction;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Functions.Privacy.Logging;

/// <summary>Sends what is logged of a class of <see cref="PersonalDataTaxonomy"/> through the redactor of that class; of a class that nobody knows nothing is left.</summary>
internal static class LogRedaction
{
    public static IServiceCollection AddLogRedaction(this IServiceCollection services)
    {
        services.AddLogging(logging => logging.EnableRedaction());
        return services.AddRedaction(redaction => redaction
            .SetRedactor<ErasingRedactor>(new DataClassificationSet(PersonalDataTaxonomy.Personal), new DataClassificationSet(PersonalDataTaxonomy.Secret))
            .SetRedactor<PseudonymRedactor>(new DataClassificationSet(PersonalDataTaxonomy.Identifier))
            .SetRedactor<PlaceholderRedactor>(new DataClassificationSet(PersonalDataTaxonomy.Text))
            .SetFallbackRedactor<ErasingRedactor>());
    }
}
