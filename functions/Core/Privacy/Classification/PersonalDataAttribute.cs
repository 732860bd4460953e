using Microsoft.Extensions.Compliance.Classification;

namespace RetailServerless.Core.Privacy.Classification;

/// <summary>Marks a record, property or parameter with what is known about a person; on a record it covers every property.</summary>
public sealed class PersonalDataAttribute() : DataClassificationAttribute(PersonalDataTaxonomy.Personal)
{
    /// <summary>The container in which the record is kept; nothing for a part of another.</summary>
    public string? Container { get; init; }
}
