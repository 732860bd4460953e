using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Api.Description;

/// <summary>The OpenAPI 3.1 document of the platform, made from its functions, the route table and the types they read and write.</summary>
public sealed class ApiDescription(HttpFunctions functions)
{
    // RFC 9457 section 3.1, with our own member "errors".
    private const string ProblemSchema = """
        {
          "type": "object",
          "properties": {
            "type": { "type": "string", "format": "uri" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "What happened and what to do." },
            "errors": { "type": "object", "additionalProperties": { "type": "array", "items": { "type": "string" } } }
          },
          "required": ["type", "title", "status", "detail"]
        }
        """;

    private readonly Lazy<Task<byte[]>> _json = new(() => WriteAsync(functions));

    /// <summary>The document, UTF-8 JSON. Made at the first call.</summary>
    public Task<byte[]> GetJsonAsync() => _json.Value;

    private static async Task<byte[]> WriteAsync(HttpFunctions functions)
    {
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "Retail Serverless",
                Version = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3),
                Description = "A retail AI platform in which every decision about a person carries its proof. Orchestrations are managed by administrators through the HTTP API of "
                    + "Durable Functions under /runtime/webhooks/durabletask, which is described at https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-api and not here.",
            },
            Servers = [new OpenApiServer { Url = "/" }],
            Paths = [],
            Components = new OpenApiComponents { SecuritySchemes = ApiSecurity.Schemes(), Schemas = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) },
            Tags = new HashSet<OpenApiTag>(functions.All.Select(ApiOperations.TagOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => new OpenApiTag { Name = name })),
        };
        var schemas = new ApiSchemas();
        AddPaths(document, new ApiOperations(document, schemas), functions);
        foreach (var (name, schema) in schemas.All.Append(new(ApiOperations.ProblemName, JsonNode.Parse(ProblemSchema)!)).OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            document.Components.Schemas![name] = OpenApiModelFactory.Parse<OpenApiSchema>(schema.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out _)
                ?? throw new InvalidOperationException($"The schema {name} cannot be described.");
        }

        document.RegisterComponents();
        var buffer = new MemoryStream();
        await document.SerializeAsJsonAsync(buffer, OpenApiSpecVersion.OpenApi3_1);
        return buffer.ToArray();
    }

    private static void AddPaths(OpenApiDocument document, ApiOperations operations, HttpFunctions functions)
    {
        var routes = from function in functions.All
                     from method in function.Methods
                     let key = RouteTable.Key(method, function.Template)
                     orderby key[(method.Length + 1)..], method
                     select (Function: function, Method: method, Path: "/" + key[(method.Length + 1)..], Requirement: RouteTable.Find(method, function.Template));
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (function, method, own, requirement) in routes)
        {
            // A route that the table does not know refuses everybody: there is nothing to describe.
            if (requirement is null)
            {
                continue;
            }

            // Two paths may not differ in the names of their parameters only (OpenAPI 3.1, Paths Object): the first one gives them.
            var signature = ApiOperations.SignatureOf(own);
            var path = paths.TryAdd(signature, own) ? own : paths[signature];
            if (!document.Paths.TryGetValue(path, out var item))
            {
                document.Paths[path] = item = new OpenApiPathItem { Operations = [] };
            }

            item.Operations![HttpMethod.Parse(method)] = operations.Describe(function, method, path, requirement);
        }
    }
}
