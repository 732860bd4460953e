using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RetailServerless.Samples.Shop.Assortment;

/// <summary>Reads the assortment that ships inside the assembly.</summary>
internal static class AssortmentFile
{
    public static IReadOnlyList<Department> Read()
    {
        using var stream = typeof(AssortmentFile).Assembly.GetManifestResourceStream("assortment.yaml")
            ?? throw new InvalidOperationException("The assembly has no resource assortment.yaml.");
        using var reader = new StreamReader(stream);
        return new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .Build()
            .Deserialize<List<Department>>(reader);
    }
}
