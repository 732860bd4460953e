using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Benchmarks.Redaction;

/// <summary>
/// Which kinds of ours answer to an entity's name in a file. A number that is redacted as an account where the file says bank or passport is redacted all the same, so that the personal numbers answer for each other.
/// </summary>
internal static class EntityKinds
{
    private static readonly PersonalTextKind[] Numbers = [PersonalTextKind.Identity, PersonalTextKind.Passport, PersonalTextKind.Licence, PersonalTextKind.Account];
    private static readonly PersonalTextKind[] Any = Enum.GetValues<PersonalTextKind>();

    public static bool Answers(PersonalTextKind kind, string entity) => Array.IndexOf(Of(entity.ToUpperInvariant()), kind) >= 0;

    public static bool IsName(string entity) => Answers(PersonalTextKind.Name, entity) && !Answers(PersonalTextKind.Email, entity);

    public static bool IsPlace(string entity) => Answers(PersonalTextKind.Place, entity) && !Answers(PersonalTextKind.Email, entity);

    private static PersonalTextKind[] Of(string entity) => entity switch
    {
        _ when entity.Contains("EMAIL", StringComparison.Ordinal) => [PersonalTextKind.Email],
        _ when entity.Contains("CREDIT_CARD", StringComparison.Ordinal) || entity is "CARD" => [PersonalTextKind.Card],
        _ when entity.Contains("PHONE", StringComparison.Ordinal) => [PersonalTextKind.Phone],
        _ when entity.Contains("IBAN", StringComparison.Ordinal) => [PersonalTextKind.Iban],
        _ when entity.StartsWith("IP", StringComparison.Ordinal) => [PersonalTextKind.Ip],
        _ when entity.StartsWith("MAC", StringComparison.Ordinal) => [PersonalTextKind.Mac],
        _ when entity.Contains("CRYPTO", StringComparison.Ordinal) || entity is "WALLET" => [PersonalTextKind.Wallet],
        _ when entity.Contains("URL", StringComparison.Ordinal) || entity is "DOMAIN_NAME" => [PersonalTextKind.Url],
        _ when entity.Contains("BIRTH", StringComparison.Ordinal) || entity.Contains("DATE", StringComparison.Ordinal) || entity is "DOB" => [PersonalTextKind.Birthdate, PersonalTextKind.Date],
        _ when entity.Contains("ADDRESS", StringComparison.Ordinal) || entity is "LOCATION" or "GPE" or "ZIP_CODE" or "CITY" or "STREET" => [PersonalTextKind.Address, PersonalTextKind.Place],
        _ when entity is "PERSON" or "NAME" or "PERSON_NAME" or "FIRST_NAME" or "LAST_NAME" or "GIVEN_NAME" or "SURNAME" => [PersonalTextKind.Name],
        _ when entity.Contains("SECRET", StringComparison.Ordinal) || entity.Contains("PASSWORD", StringComparison.Ordinal) || entity.Contains("KEY", StringComparison.Ordinal) || entity.Contains("TOKEN", StringComparison.Ordinal) => [PersonalTextKind.Secret],
        _ when entity.Contains("ORDER", StringComparison.Ordinal) => [PersonalTextKind.Order, PersonalTextKind.Account],
        _ when entity.Contains("SSN", StringComparison.Ordinal) || entity.Contains("NINO", StringComparison.Ordinal) || entity.Contains("NHS", StringComparison.Ordinal) || entity.Contains("ITIN", StringComparison.Ordinal)
            || entity.Contains("PASSPORT", StringComparison.Ordinal) || entity.Contains("LICENSE", StringComparison.Ordinal) || entity.Contains("LICENCE", StringComparison.Ordinal) || entity.Contains("BANK", StringComparison.Ordinal)
            || entity.Contains("ACCOUNT", StringComparison.Ordinal) || entity.Contains("ROUTING", StringComparison.Ordinal) || entity.Contains("ID", StringComparison.Ordinal) => Numbers,
        _ => Any,
    };
}
