using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.LocalHost.Discovery;
using RetailServerless.LocalHost.Invocation;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace RetailServerless.LocalHost.Http;

/// <summary>Makes an endpoint of a function with an HTTP trigger, or says what prevents it.</summary>
/// <param name="routePrefix">What stands before every route.</param>
/// <param name="errors">Where is said what prevents an endpoint.</param>
/// <param name="refuse">What the host itself asks of requests; see <see cref="Function.Refuse"/>.</param>
internal sealed class HttpEndpointPlanner(string routePrefix, StartupErrors errors, Func<HttpContext, IActionResult?>? refuse = null)
{
    public HttpEndpoint? Plan(FoundFunction found)
    {
        var trigger = (HttpTriggerAttribute)found.Trigger;
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
        {
            errors.Add($"{found.Label}: asks for a function key (AuthorizationLevel.{trigger.AuthLevel}); LocalHost has none. Use AuthorizationLevel.Anonymous and decide in middleware who may call.");
        }

        if (found.TriggerParameter.ParameterType != typeof(HttpRequest))
        {
            errors.Add($"{found.Label}: the parameter '{found.TriggerParameter.Name}' of an HTTP trigger must be an HttpRequest.");
        }

        if (found.Method.GetParameters().Count(p => p.GetCustomAttribute<FromBodyAttribute>() is not null) > 1)
        {
            errors.Add($"{found.Label}: has [FromBody] twice; a request has one body.");
        }

        var pattern = Parse(found, trigger.Route ?? found.Name);
        var binders = FunctionBinders.For(found, parameter => Bind(found, parameter, pattern), errors);
        return pattern is null ? null : new HttpEndpoint(Functions.Make(found, binders, refuse), pattern, [.. (trigger.Methods ?? []).Select(m => m.Trim().ToUpperInvariant()).Distinct(StringComparer.Ordinal)]);
    }

    private RoutePattern? Parse(FoundFunction found, string route)
    {
        try
        {
            return RoutePatternFactory.Parse(string.Join('/', new[] { routePrefix.Trim('/'), route.Trim('/') }.Where(s => s.Length > 0)));
        }
        catch (RoutePatternException problem)
        {
            errors.Add($"{found.Label}: the route '{route}' is malformed: {problem.Message}");
            return null;
        }
    }

    private ArgumentBinder? Bind(FoundFunction found, ParameterInfo parameter, RoutePattern? pattern)
    {
        if (parameter.GetCustomAttribute<FromBodyAttribute>() is not null)
        {
            return JsonBody.Binder(parameter);
        }

        if (pattern is null)
        {
            return static _ => default;
        }

        if (pattern.GetParameter(parameter.Name!) is not { } part)
        {
            return null;
        }

        if (part.IsOptional && !parameter.HasDefaultValue && !RouteValue.MayBeNull(parameter.ParameterType))
        {
            errors.Add($"{found.Label}: '{parameter.Name}' is optional in the route; its parameter must be nullable or have a default.");
        }

        return RouteValue.Binder(parameter);
    }
}
