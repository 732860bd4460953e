using Microsoft.Extensions.Compliance.Classification;

namespace RetailServerless.Core.Privacy.Classification;

/// <summary>Marks text that a person wrote.</summary>
public sealed class PersonalTextAttribute() : DataClassificationAttribute(PersonalDataTaxonomy.Text);
