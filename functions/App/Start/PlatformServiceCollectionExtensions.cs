using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Models;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Statistics;
using RetailServerless.Functions.Access;
using RetailServerless.Functions.Api;
using RetailServerless.Functions.Audit;
using RetailServerless.Functions.Chat;
using RetailServerless.Functions.Consent;
using RetailServerless.Functions.Imports;
using RetailServerless.Functions.Models;
using RetailServerless.Functions.Policies;
using RetailServerless.Functions.Privacy;
using RetailServerless.Functions.Privacy.Logging;

namespace RetailServerless.Functions.Start;

/// <summary>Registers every capability. The adapters beneath are chosen in <c>Program.cs</c>.</summary>
internal static class PlatformServiceCollectionExtensions
{
    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuditTrail();
        services.AddPersonKeys().AddAudit().AddConsent().AddDecisions().AddModels().AddPrivacyRegimes();
        services.AddPolicies(PlatformSettings.PoliciesFolder(configuration)).AddModelSeeding();
        services.AddImports(configuration);
        services.AddChat(configuration);
        services.AddPrivacy(configuration);
        services.AddStatistics();
        services.AddConsentRevocations().AddSingleton<RevocationRunner>();
        services.AddApi().AddAccess(configuration);
        services.AddLogRedaction().AddTelemetryExport(configuration);
        services.AddHostedService<FirstStorefrontKey>();
        return services;
    }
}
