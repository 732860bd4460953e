using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Http;

/// <summary>Finds functions that would answer the same request, and lets GET functions answer HEAD where no other does.</summary>
internal static class RouteConflicts
{
    public static void Resolve(IReadOnlyList<HttpEndpoint> endpoints, StartupErrors errors)
    {
        foreach (var group in endpoints.GroupBy(e => Shape(e.Pattern), StringComparer.OrdinalIgnoreCase))
        {
            var sameRoute = group.ToList();
            for (var i = 0; i < sameRoute.Count; i++)
            {
                foreach (var other in sameRoute.Skip(i + 1))
                {
                    Compare(sameRoute[i], other, errors);
                }
            }

            if (!sameRoute.Any(e => e.Methods.Count == 0 || e.Methods.Contains(HttpMethods.Head, StringComparer.Ordinal)))
            {
                foreach (var endpoint in sameRoute.Where(e => e.Methods.Contains(HttpMethods.Get, StringComparer.Ordinal)))
                {
                    endpoint.Methods = [.. endpoint.Methods, HttpMethods.Head];
                }
            }
        }
    }

    private static void Compare(HttpEndpoint one, HttpEndpoint other, StartupErrors errors)
    {
        var common = one.Methods.Count == 0 ? other.Methods
            : other.Methods.Count == 0 ? one.Methods
            : one.Methods.Intersect(other.Methods, StringComparer.Ordinal).ToList();
        var both = one.Methods.Count == 0 && other.Methods.Count == 0;
        if (both || common.Count > 0)
        {
            errors.Add($"the route '{one.Pattern.RawText}' is taken twice for {(both ? "every method" : string.Join(", ", common))}: {one.Function.Found.Label} and {other.Function.Found.Label}.");
        }
    }

    /// <summary>The route without the names of its parameters: two routes of one shape match the same requests.</summary>
    private static string Shape(RoutePattern pattern)
    {
        var shape = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            shape.Append('/');
            foreach (var part in segment.Parts)
            {
                shape.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart parameter => $"{{{(parameter.IsCatchAll ? "*" : string.Empty)}{string.Concat(parameter.ParameterPolicies.Select(p => ":" + p.Content))}{(parameter.IsOptional ? "?" : string.Empty)}}}",
                    _ => part.ToString(),
                });
            }
        }

        return shape.ToString();
    }
}
