using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace RetailServerless.Conformance;

/// <summary>
/// What makes these tests tests of conformance: each class names the page it holds the engine to, and none of them knows the engine, so that they
/// would compile and pass against the real packages.
/// </summary>
public sealed partial class RulesOfConformance
{
    private static readonly Assembly Tests = typeof(RulesOfConformance).Assembly;

    private static readonly Dictionary<string, string> Sources = Directory
        .GetFiles(Folder(), "*.cs", SearchOption.AllDirectories)
        .Where(file => !BuildOutput().IsMatch(file))
        .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    private static IEnumerable<Type> TestClasses() => Tests.GetTypes().Where(type => type != typeof(RulesOfConformance) && type
        .GetMethods()
        .Any(method => method.GetCustomAttribute<FactAttribute>() is not null));

    [Fact]
    public void Each_class_has_the_address_of_its_documentation_page_beside_it()
    {
        var without = TestClasses().Select(type => type.Name).Where(name => !Sources.Values.Any(source => DocumentedClass(name).IsMatch(source)));

        Assert.NotEmpty(TestClasses());
        Assert.Empty(without);
    }

    [Fact]
    public void No_source_but_the_task_hub_names_anything_of_the_product()
    {
        var knowing = Sources.Where(source => source.Key != "TaskHub.cs" && Product().IsMatch(source.Value)).Select(source => source.Key);

        Assert.Matches(Product(), Sources["TaskHub.cs"]);
        Assert.Empty(knowing);
    }

    [Fact]
    public void Nothing_of_the_product_is_used_but_what_the_task_hub_names_and_the_public_types_of_the_sdk()
    {
        using var file = new PEReader(File.OpenRead(Tests.Location));
        var metadata = file.GetMetadataReader();
        var used = metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference)
            .Where(type => metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name).StartsWith(
                nameof(RetailServerless), StringComparison.Ordinal))
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")
            .ToList();

        Assert.Contains("Microsoft.DurableTask.TaskOrchestrationContext", used);
        Assert.Equal(
            ["DurableEngineOptions", "DurableEngineServiceCollectionExtensions"],
            used.Where(type => type.StartsWith(nameof(RetailServerless), StringComparison.Ordinal)).Select(type => type[(type.LastIndexOf('.') + 1)..]).Order());
    }

    [Fact]
    public void Internals_of_the_product_are_not_visible_here()
    {
        var product = Assembly.Load(Tests.GetReferencedAssemblies().Single(name => name.Name!.StartsWith(nameof(RetailServerless), StringComparison.Ordinal)));

        Assert.DoesNotContain(product.GetCustomAttributes<InternalsVisibleToAttribute>(), friend => friend.AssemblyName == Tests.GetName().Name);
    }

    [Fact]
    public void The_table_in_the_documentation_says_how_many_behaviours_each_class_holds()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Folder(), "..", "..", "docs", "durable-conformance.md")));
        var told = rows.ToDictionary(row => row.Groups["class"].Value, row => row.Groups["count"].Value);
        var held = TestClasses().Where(type => told.ContainsKey(type.Name)).ToDictionary(
            type => type.Name,
            type => $"{type.GetMethods().Count(method => method.GetCustomAttribute<FactAttribute>() is not null)}");

        Assert.NotEmpty(told);
        Assert.Equal(held.OrderBy(row => row.Key, StringComparer.Ordinal), told.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    /// <summary>The class with nothing but the address of a page in its summary.</summary>
    private static Regex DocumentedClass(string name) => new(
        @"/// <summary>https://(learn\.microsoft\.com|github\.com/(microsoft|Azure))/\S+</summary>\s+public sealed (partial )?class " + name + @"\b",
        RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(5));

    /// <summary>A row of the table: the page, the class, the number of behaviours.</summary>
    [GeneratedRegex(@"^\| \[.+\]\(https://\S+\) \| `(?<class>\w+)` \| (?<count>\d+) \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Row();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex BuildOutput();

    [GeneratedRegex(@"RetailServerless\.(?!Conformance\b)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Product();
}
