using Microsoft.Extensions.Compliance.Classification;

namespace RetailServerless.Core.Privacy.Classification;

/// <summary>Marks a number or name that stands for a person.</summary>
public sealed class PersonalIdentifierAttribute() : DataClassificationAttribute(PersonalDataTaxonomy.Identifier);
