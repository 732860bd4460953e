using System.Text.Json.Serialization;
using RetailServerless.Core.Decisions;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>A thing that a reply may rest on. A reply cites it as <c>[Number]</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ProductEvidence), "product")]
[JsonDerivedType(typeof(OrderEvidence), "order")]
[JsonDerivedType(typeof(ReturnEvidence), "return")]
[JsonDerivedType(typeof(PolicyEvidence), "policy")]
[JsonDerivedType(typeof(CatalogEvidence), "catalog")]
[JsonDerivedType(typeof(TicketEvidence), "ticket")]
public abstract record Evidence
{
    /// <summary>Its number in the turn, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The catalog version, policy version or state that was read.</summary>
    public required string Version { get; init; }

    /// <summary><c>product</c>, <c>order</c>, <c>policy</c> or <c>store</c>.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>What it is, without personal data: a SKU, a placeholder, a policy id.</summary>
    [JsonIgnore]
    public abstract string Reference { get; }

    /// <summary>What a decision record keeps of it.</summary>
    public EvidenceReference ToReference() => new(Number.ToString(System.Globalization.CultureInfo.InvariantCulture), Kind, Reference, Version);
}
