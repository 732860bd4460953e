using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Api.Description;

/// <summary>Describes one function as an OpenAPI operation.</summary>
internal sealed partial class ApiOperations(OpenApiDocument document, ApiSchemas schemas)
{
    public const string ProblemName = "Problem";

    private const string Json = "application/json";

    /// <summary>A path without the names of its parameters.</summary>
    public static string SignatureOf(string path) => RouteValue().Replace(path, "{}");

    /// <summary>The operation of a function for one method, under a path of the same signature.</summary>
    public OpenApiOperation Describe(HttpFunction function, string method, string path, Requirement requirement)
    {
        var says = function.Method.GetCustomAttribute<ApiOperationAttribute>() ?? new ApiOperationAttribute(function.Name);
        return new OpenApiOperation
        {
            OperationId = function.Methods.Count == 1 ? function.Name : function.Name + CultureInfo.InvariantCulture.TextInfo.ToTitleCase(method.ToLowerInvariant()),
            Summary = says.Summary,
            Description = says.Description,
            Tags = new HashSet<OpenApiTagReference> { new(TagOf(function), document) },
            Parameters = [.. Parameters(function, path, says, requirement)],
            RequestBody = Body(says),
            Responses = Responses(says, requirement),
            Security = ApiSecurity.Of(requirement, document),
        };
    }

    /// <summary>The capability that a function belongs to.</summary>
    public static string TagOf(HttpFunction function) => function.Method.DeclaringType!.Namespace!.Split('.')[^1];

    private static IEnumerable<IOpenApiParameter> Parameters(HttpFunction function, string path, ApiOperationAttribute says, Requirement requirement)
    {
        foreach (var (name, own) in NamesOf(path).Zip(NamesOf(function.Template)))
        {
            yield return Parameter(ParameterLocation.Path, name, name == own ? null : $"Here the {own}.", required: true);
        }

        foreach (var query in says.Query)
        {
            var parts = query.Split(':', 2);
            yield return Parameter(ParameterLocation.Query, parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : null, required: false);
        }

        string[] persons = requirement.StorefrontScope is null ? [] : [PersonHeaders.Shopper, PersonHeaders.Visitor];
        foreach (var header in persons.Union(says.Headers, StringComparer.OrdinalIgnoreCase))
        {
            var description = persons.Contains(header, StringComparer.Ordinal) ? "Whom a storefront acts for, where it calls with its key alone." : null;
            yield return Parameter(ParameterLocation.Header, header, description, required: false);
        }
    }

    private static IEnumerable<string> NamesOf(string template) => RouteValue().Matches(template).Select(match => match.Groups["name"].Value);

    private static OpenApiParameter Parameter(ParameterLocation place, string name, string? description, bool required)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        var repeatable = description?.Contains("repeatable", StringComparison.Ordinal) == true;
        return new OpenApiParameter
        {
            In = place,
            Name = name,
            Description = description,
            Required = required,
            Schema = repeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = text } : text,
        };
    }

    private OpenApiRequestBody? Body(ApiOperationAttribute says)
    {
        var content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal);
        foreach (var media in says.RequestMediaTypes)
        {
            content[media] = new OpenApiMediaType();
        }

        if (says.Request is not null)
        {
            content[Json] = new OpenApiMediaType { Schema = Reference(says.Request) };
        }

        return content.Count == 0 ? null : new OpenApiRequestBody { Content = content };
    }

    private OpenApiResponses Responses(ApiOperationAttribute says, Requirement requirement)
    {
        var responses = new OpenApiResponses();
        foreach (var status in new[] { says.Status }.Concat(says.MoreStatuses).Distinct())
        {
            var content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal);
            if (says.Response is not null && status is >= 200 and < 300 and not 204)
            {
                content[Json] = new OpenApiMediaType { Schema = Reference(says.Response) };
                foreach (var media in says.MoreMediaTypes)
                {
                    content[media] = new OpenApiMediaType();
                }
            }

            responses[Text(status)] = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status), Content = content };
        }

        int[] refusals = requirement.Public ? [] : [401, 403, 429, 503];
        foreach (var status in refusals)
        {
            responses[Text(status)] = Problem(ReasonPhrases.GetReasonPhrase(status));
        }

        responses["default"] = Problem("Another failure");
        return responses;
    }

    private OpenApiResponse Problem(string description) => new()
    {
        Description = description,
        Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
        {
            [Problems.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(ProblemName, document) },
        },
    };

    private OpenApiSchemaReference Reference(Type type) => new(schemas.NameOf(type), document);

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{\**(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RouteValue();
}
