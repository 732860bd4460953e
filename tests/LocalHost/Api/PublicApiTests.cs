using System.Reflection;

namespace RetailServerless.LocalHost.Tests.Api;

/// <summary>What LocalHost declares in the namespaces of the original packages is there with the same signature.</summary>
public sealed class PublicApiTests
{
    private static readonly string[] Namespaces = ["Microsoft.Azure.Functions.", "Microsoft.DurableTask", "Microsoft.Extensions."];
    private static readonly string[] OfRecords = ["Equals", "GetHashCode", "ToString", "Deconstruct", "<Clone>$", "PrintMembers", "EqualityContract"];
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [SharedApiFact]
    public void Every_type_and_member_has_the_original_signature()
    {
        var original = ApiDescription.Read(SharedApiFactAttribute.Folder!);

        var differences = Types().SelectMany(type => Differences(type, original)).ToList();

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void The_namespaces_of_the_original_packages_are_looked_at()
    {
        var types = Types().Select(t => t.FullName).ToList();

        Assert.Contains("Microsoft.Azure.Functions.Worker.HttpTriggerAttribute", types);
        Assert.Contains("Microsoft.DurableTask.TaskOrchestrationContext", types);
        Assert.Contains("Microsoft.Extensions.Hosting.MiddlewareWorkerApplicationBuilderExtensions", types);
    }

    private static IEnumerable<Type> Types() => typeof(LocalHostStartException).Assembly.GetExportedTypes()
        .Where(t => Namespaces.Any(n => t.Namespace!.StartsWith(n, StringComparison.Ordinal)));

    private static IEnumerable<string> Differences(Type type, ApiDescription original)
    {
        var name = $"{type.Namespace}.{ApiText.Of(type)}";
        if (!original.TryGet(name, out var header, out var members))
        {
            yield return $"{name}: there is no such type";
            yield break;
        }

        var kind = ApiText.Kind(type);
        if (!header.StartsWith(kind + " ", StringComparison.Ordinal))
        {
            yield return $"{name}: is '{kind}', originally '{header}'";
        }

        var bases = header.Contains(" : ", StringComparison.Ordinal) ? header.Split(" : ")[1] : string.Empty;
        foreach (var parent in Parents(type).Where(p => !$", {bases},".Contains($", {p},", StringComparison.Ordinal)))
        {
            yield return $"{name}: derives from '{parent}', originally '{header}'";
        }

        foreach (var member in Members(type).Where(m => !members.Contains(m)))
        {
            yield return $"{name}: has '{member}'";
        }
    }

    private static IEnumerable<string> Parents(Type type)
    {
        if (type.IsEnum || type.IsSubclassOf(typeof(Delegate)))
        {
            yield break;
        }

        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            yield return ApiText.Of(parent);
        }

        foreach (var contract in type.GetInterfaces())
        {
            yield return ApiText.Of(contract);
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return [ApiText.Of(type.GetMethod("Invoke")!)];
        }

        var constructors = type.GetConstructors(Declared)
            .Where(c => ApiText.IsVisible(c) && !c.IsStatic && !(c.IsFamily && c.GetParameters() is [{ } only] && only.ParameterType == type))
            .Select(ApiText.Of);
        var methods = type.GetMethods(Declared).Where(m => ApiText.IsVisible(m) && !m.IsSpecialName && IsOwn(m)).Select(ApiText.Of);
        var properties = type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(ApiText.IsVisible) && IsOwn(p)).Select(ApiText.Of);
        var fields = type.GetFields(Declared).Where(f => (f.IsPublic || f.IsFamily) && !f.IsSpecialName).Select(ApiText.Of);
        return constructors.Concat(methods).Concat(properties).Concat(fields);
    }

    private static bool IsOwn(MemberInfo member) => !OfRecords.Contains(member.Name, StringComparer.Ordinal);
}
