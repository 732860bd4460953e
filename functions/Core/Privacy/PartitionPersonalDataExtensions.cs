using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy;

/// <summary>Registers containers of personal data.</summary>
public static class PartitionPersonalDataExtensions
{
    /// <summary>Adds the <see cref="IPersonalDataStore"/> of a container whose partition is the person, once.</summary>
    public static IServiceCollection AddPartitionOfPerson(this IServiceCollection services, PersonalDataDescription description)
    {
        if (!services.Any(s => s.ServiceType == typeof(PersonalDataDescription) && ReferenceEquals(s.ImplementationInstance, description)))
        {
            services.AddSingleton(description);
            services.AddSingleton<IPersonalDataStore>(provider => new PartitionPersonalData(provider.GetRequiredService<IDocumentStore>(), description));
        }

        return services;
    }
}
