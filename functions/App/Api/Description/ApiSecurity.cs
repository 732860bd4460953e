using Microsoft.OpenApi;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Api.Description;

/// <summary>Says in OpenAPI who may call: the route table, in other words.</summary>
internal static class ApiSecurity
{
    private const string Key = "storefrontKey";
    private const string Shopper = "shopperToken";
    private const string Visitor = "visitorToken";
    private const string Staff = "staffToken";

    public static Dictionary<string, IOpenApiSecurityScheme> Schemes() => new(StringComparer.Ordinal)
    {
        [Key] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = CallerFinder.KeyHeader,
            Description = "A storefront's key; the names beside it are the scopes it needs.",
        },
        [Shopper] = Bearer("The shopper's own token of the shop's issuer, with the scope shop.", "JWT"),
        [Visitor] = Bearer("A visitor's token, made by POST /api/visitors.", null),
        [Staff] = Bearer("A staff member's token; one of the roles beside it is needed.", "JWT"),
    };

    /// <summary>The alternatives of a route; an empty list for a public one.</summary>
    public static List<OpenApiSecurityRequirement> Of(Requirement requirement, OpenApiDocument document)
    {
        var alternatives = new List<OpenApiSecurityRequirement>();
        if (requirement.StorefrontScope is { } scope)
        {
            alternatives.Add(One(Key, [scope]));
        }

        if (requirement.Shopper)
        {
            alternatives.Add(One(Shopper, []));
        }

        if (requirement.Visitor)
        {
            alternatives.Add(One(Visitor, []));
        }

        alternatives.AddRange(requirement.Staff.Select(role => One(Staff, [role])));
        return alternatives;

        OpenApiSecurityRequirement One(string scheme, List<string> names) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = names };
    }

    private static OpenApiSecurityScheme Bearer(string description, string? format) =>
        new() { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = format, Description = description };
}
