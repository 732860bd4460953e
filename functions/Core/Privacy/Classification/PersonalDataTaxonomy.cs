using Microsoft.Extensions.Compliance.Classification;

namespace RetailServerless.Core.Privacy.Classification;

/// <summary>The classes of data that must not stand in a log as they are (Microsoft.Extensions.Compliance): what is logged of a class goes through the redactor of that class.</summary>
public static class PersonalDataTaxonomy
{
    /// <summary>The name of the taxonomy.</summary>
    public const string Name = "RetailServerless";

    /// <summary>What is known about a person (GDPR Art. 4(1)): nothing of it is logged.</summary>
    public static DataClassification Personal { get; } = new(Name, nameof(Personal));

    /// <summary>A number or name that stands for a person: logged as a pseudonym (GDPR Art. 4(5)) that only this process can repeat.</summary>
    public static DataClassification Identifier { get; } = new(Name, nameof(Identifier));

    /// <summary>What people wrote: logged with typed placeholders in the place of what is personal in it.</summary>
    public static DataClassification Text { get; } = new(Name, nameof(Text));

    /// <summary>A key, password or token: nothing of it is logged.</summary>
    public static DataClassification Secret { get; } = new(Name, nameof(Secret));
}
