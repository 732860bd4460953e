using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Discovery;
using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Hosting;

/// <summary>Function classes ask for services in their constructor: those that nobody registered are found before the first call.</summary>
internal static class DependencyCheck
{
    public static void Check(IEnumerable<Function> functions, IServiceProviderIsService services, StartupErrors errors)
    {
        var classes = functions.Where(f => !f.Found.Method.IsStatic).Select(f => f.Found.Method.DeclaringType!).Distinct();
        foreach (var type in classes)
        {
            var constructors = type.GetConstructors();
            if (constructors.Length != 1)
            {
                if (constructors.Length == 0)
                {
                    errors.Add($"the class {type.Name} has functions and no public constructor.");
                }

                continue;
            }

            foreach (var parameter in constructors[0].GetParameters())
            {
                var keyed = parameter.GetCustomAttributes(typeof(FromKeyedServicesAttribute), inherit: false).Length > 0;
                if (!keyed && !parameter.HasDefaultValue && !services.IsService(parameter.ParameterType))
                {
                    errors.Add($"the class {type.Name} needs the service {parameter.ParameterType.Name}, which is not registered.");
                }
            }
        }
    }
}
