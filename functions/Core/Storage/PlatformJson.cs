using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Storage;

/// <summary>The one way in which the platform writes JSON: in documents and on the wire.</summary>
public static class PlatformJson
{
    /// <summary>
    /// Web defaults (camelCase, case-insensitive reading), enums as camelCase strings, ids as plain strings, money as <c>{"amount":"12.50","currency":"EUR"}</c>,
    /// instants in UTC. Members that are <see langword="null"/> are left out. Text is escaped for JSON alone (RFC 8259): never paste it into HTML. Read-only; copy it to change it.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LetNullableMembersBeAbsent } },
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
                new UtcInstantConverter(),
                new MoneyConverter(),
                new TextIdConverter<Sku>(text => new Sku(text), id => id.Value),
                new TextIdConverter<OrderId>(text => new OrderId(text), id => id.Value),
                new TextIdConverter<CustomerId>(text => new CustomerId(text), id => id.Value),
                new TextIdConverter<PersonId>(text => new PersonId(text), id => id.Value),
                new TextIdConverter<CatalogVersion>(text => new CatalogVersion(text), id => id.Value),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    // What is left out when it is null must be readable when it is absent, also where the member is required.
    private static void LetNullableMembersBeAbsent(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired &= !property.IsGetNullable;
        }
    }
}
