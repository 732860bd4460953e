using Microsoft.AspNetCore.Routing;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Http;

/// <summary>Constraints that routing does not know, or that are written wrongly, are found before the first request.</summary>
internal static class RouteConstraints
{
    public static void Check(IReadOnlyList<HttpEndpoint> endpoints, ParameterPolicyFactory policies, StartupErrors errors)
    {
        foreach (var endpoint in endpoints)
        {
            foreach (var parameter in endpoint.Pattern.Parameters)
            {
                foreach (var policy in parameter.ParameterPolicies)
                {
                    try
                    {
                        policies.Create(parameter, policy);
                    }
                    catch (Exception problem)
                    {
                        errors.Add($"{endpoint.Function.Found.Label}: the constraint '{policy.Content}' of '{parameter.Name}' in the route '{endpoint.Pattern.RawText}' cannot be used: {problem.Message}");
                    }
                }
            }
        }
    }
}
