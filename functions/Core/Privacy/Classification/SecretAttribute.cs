using Microsoft.Extensions.Compliance.Classification;

namespace RetailServerless.Core.Privacy.Classification;

/// <summary>Marks a key, password or token.</summary>
public sealed class SecretAttribute() : DataClassificationAttribute(PersonalDataTaxonomy.Secret)
{
    /// <summary>The container in which it is kept beside personal data; nothing elsewhere.</summary>
    public string? Container { get; init; }
}
