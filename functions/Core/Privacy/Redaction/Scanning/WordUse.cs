namespace RetailServerless.Core.Privacy.Redaction.Scanning;

/// <summary>What a known word says about the words beside it. A word may say several things.</summary>
[Flags]
internal enum WordUse : ulong
{
    None = 0,

    /// <summary>A given name that is hardly anything else.</summary>
    GivenName = 1UL << 0,

    /// <summary>A given name that is an ordinary word, a place or a brand too.</summary>
    MaybeGivenName = 1UL << 1,

    /// <summary>A family name.</summary>
    FamilyName = 1UL << 2,

    /// <summary>A form of address that a name follows.</summary>
    Title = 1UL << 3,

    /// <summary>A small word inside family names.</summary>
    Particle = 1UL << 4,

    /// <summary>A word that is no name, though it may be capitalised.</summary>
    Ordinary = 1UL << 5,

    /// <summary>A kind of goods or a measure: what stands before it is no person.</summary>
    Goods = 1UL << 6,

    /// <summary>A street word that follows the street's name.</summary>
    StreetAfter = 1UL << 7,

    /// <summary>A street word that comes before the street's name.</summary>
    StreetBefore = 1UL << 8,

    /// <summary>A part of a building.</summary>
    Unit = 1UL << 9,

    /// <summary>The name of a month.</summary>
    Month = 1UL << 10,

    /// <summary>A country, a state, or the short form of a state.</summary>
    Region = 1UL << 11,

    Telephone = 1UL << 12,
    Identity = 1UL << 13,
    Passport = 1UL << 14,
    Licence = 1UL << 15,
    Account = 1UL << 16,
    Birth = 1UL << 17,
    PaymentCard = 1UL << 18,
    Network = 1UL << 19,
    Order = 1UL << 20,
    Secret = 1UL << 21,
    Postcode = 1UL << 22,

    /// <summary>What follows lives somewhere: <c>live</c>, <c>from</c>.</summary>
    Place = 1UL << 23,

    /// <summary>A number beside it is one of retail and stays: an SKU, a tracking number, a size, a model, a total.</summary>
    Retail = 1UL << 24,

    /// <summary>A number beside it is a version.</summary>
    Version = 1UL << 25,

    /// <summary>A greeting that a name follows.</summary>
    Greeting = 1UL << 26,

    /// <summary>A farewell that a name follows on the next line.</summary>
    Farewell = 1UL << 27,

    /// <summary>A word after which a name is expected: <c>name</c>, <c>called</c>, <c>heiße</c>.</summary>
    Naming = 1UL << 28,

    /// <summary>A word between a label and its value: <c>number</c>, <c>is</c>, <c>no</c>.</summary>
    Filler = 1UL << 29,

    /// <summary>A currency.</summary>
    Currency = 1UL << 30,

    /// <summary>A brand that looks like a person.</summary>
    Brand = 1UL << 31,

    /// <summary>The name of a large city.</summary>
    City = 1UL << 32,

    /// <summary>A person's role before a name: <c>customer</c>, <c>cashier</c>.</summary>
    Role = 1UL << 33,

    /// <summary>A day of the week.</summary>
    Weekday = 1UL << 34,

    AnyName = GivenName | MaybeGivenName | FamilyName,
    NoName = Ordinary | Goods | StreetAfter | StreetBefore | Unit | Month | Telephone | Identity | Passport | Licence | Account | PaymentCard | Network | Order | Secret | Postcode | Retail | Version | Filler | Currency | Weekday,
    Labels = Telephone | Identity | Passport | Licence | Account | Birth | PaymentCard | Network | Order | Secret | Postcode | Retail | Version,
}
