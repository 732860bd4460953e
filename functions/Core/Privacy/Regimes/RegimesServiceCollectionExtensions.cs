using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>Registers the regimes.</summary>
public static class RegimesServiceCollectionExtensions
{
    /// <summary>Adds <see cref="PrivacyRegimes"/> and says how files of regimes and calendars are read. Needs the policy store.</summary>
    public static IServiceCollection AddPrivacyRegimes(this IServiceCollection services)
    {
        services.AddSingleton<PrivacyRegimes>();
        services.AddPolicyFolder<RegimePolicy>(RegimePolicy.Folder);
        services.AddPolicyFolder<HolidayCalendarPolicy>(HolidayCalendarPolicy.Folder);
        return services;
    }
}
