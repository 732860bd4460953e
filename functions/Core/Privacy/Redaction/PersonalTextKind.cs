namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>What kind of personal text a placeholder stands for: its name in capitals and a number, <c>[EMAIL_1]</c>.</summary>
public enum PersonalTextKind
{
    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A payment card number.</summary>
    Card,

    /// <summary>The number of an order.</summary>
    Order,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>An international bank account number.</summary>
    Iban,

    /// <summary>A national identity, tax, social security or health insurance number.</summary>
    Identity,

    /// <summary>A passport number.</summary>
    Passport,

    /// <summary>A driving licence number, or the registration of a regulated profession.</summary>
    Licence,

    /// <summary>The number of a bank, customer, member or insurance account.</summary>
    Account,

    /// <summary>An IP address, version 4 or 6, or a network of them.</summary>
    Ip,

    /// <summary>The hardware address of a device.</summary>
    Mac,

    /// <summary>A password, key or token.</summary>
    Secret,

    /// <summary>The address of a crypto currency.</summary>
    Wallet,

    /// <summary>A postal address or a part that places a person: street and number, post code, town where somebody lives.</summary>
    Address,

    /// <summary>The name of a person.</summary>
    Name,

    /// <summary>A date of birth.</summary>
    Birthdate,

    /// <summary>Any other date; not redacted unless a policy asks for it.</summary>
    Date,

    /// <summary>A web address; not redacted unless a policy asks for it.</summary>
    Url,

    /// <summary>A town, region or country by itself; not redacted unless a policy asks for it.</summary>
    Place,
}
