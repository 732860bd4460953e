using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace RetailServerless.Functions.Api;

/// <summary>HTTP functions by name.</summary>
/// <param name="functions">The functions.</param>
public sealed class HttpFunctions(IEnumerable<HttpFunction> functions)
{
    private readonly FrozenDictionary<string, HttpFunction> _byName = functions.ToFrozenDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The functions of an assembly, as their attributes declare them.</summary>
    public static HttpFunctions Of(Assembly assembly) => new(Read(assembly));

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<HttpFunction> All => _byName.Values;

    /// <summary>The function of a name; <see langword="null"/> when there is none.</summary>
    public HttpFunction? Find(string name) => _byName.GetValueOrDefault(name);

    private static IEnumerable<HttpFunction> Read(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(attribute => attribute is not null)
        where trigger is not null
        select new HttpFunction(function.Name, [.. (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant())], trigger.Route ?? function.Name, method);
}

/// <summary>One HTTP function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Methods">The HTTP methods it answers.</param>
/// <param name="Template">Its route template.</param>
/// <param name="Method">The method that runs.</param>
public sealed record HttpFunction(string Name, IReadOnlyList<string> Methods, string Template, MethodInfo Method);
