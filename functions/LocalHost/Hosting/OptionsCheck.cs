using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Hosting;

/// <summary>Options that the application wants validated at start are validated with the rest, so that their errors stand in the same list.</summary>
internal static class OptionsCheck
{
    public static void Check(IServiceProvider services, StartupErrors errors)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException problem)
        {
            Add(problem, errors);
        }
        catch (AggregateException problem) when (problem.InnerExceptions.All(e => e is OptionsValidationException))
        {
            foreach (var one in problem.InnerExceptions.Cast<OptionsValidationException>())
            {
                Add(one, errors);
            }
        }
    }

    private static void Add(OptionsValidationException problem, StartupErrors errors)
    {
        foreach (var failure in problem.Failures)
        {
            errors.Add(failure);
        }
    }
}
