using System.Reflection;
using Microsoft.Azure.Functions.Worker.Builder;

namespace RetailServerless.LocalHost;

/// <summary>What only LocalHost can do; used by tests and tools, never by an application that also runs in Azure.</summary>
public static class FunctionsApplicationBuilderExtensions
{
    /// <summary>Looks for functions in these assemblies and not in the entry assembly.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="assemblies">Assemblies with functions.</param>
    public static FunctionsApplicationBuilder UseFunctionsFrom(this FunctionsApplicationBuilder builder, params Assembly[] assemblies)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.FunctionSources.Add(assemblies);
        return builder;
    }

    /// <summary>Looks for functions in these classes and not in the entry assembly.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="classes">Classes with functions.</param>
    public static FunctionsApplicationBuilder UseFunctionsFrom(this FunctionsApplicationBuilder builder, params Type[] classes)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.FunctionSources.Add(classes);
        return builder;
    }
}
