using System.Reflection;
using Microsoft.Extensions.Compliance.Classification;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Functions.Tests.Privacy.Logging;

/// <summary>The records of Core that are classified, and the containers they are kept in.</summary>
internal static class ClassifiedRecords
{
    public static IEnumerable<Type> Of(Assembly assembly) => assembly.GetTypes().Where(type => type.GetCustomAttributes<DataClassificationAttribute>().Any());

    public static IEnumerable<string> ContainersOf(IEnumerable<Type> types) =>
        types.SelectMany(type => type.GetCustomAttributes<DataClassificationAttribute>()).Select(a => a switch { PersonalDataAttribute p => p.Container, SecretAttribute s => s.Container, _ => null }).OfType<string>();

    /// <summary>Containers of personal data for which no classified record says that it is kept there.</summary>
    public static IEnumerable<string> Unclassified(IEnumerable<PersonalDataDescription> personal, IEnumerable<string> declared, IEnumerable<Type> types) =>
        personal.SelectMany(d => d.Containers).Intersect(declared, StringComparer.Ordinal).Except(ContainersOf(types), StringComparer.Ordinal);
}
