namespace RetailServerless.Core.Privacy.Redaction.Checks;

/// <summary>
/// The rules of national identity, tax, social security and health numbers, by length. The law or authority that a rule names is the one the number is of; where it does not lay down the check digit itself,
/// the check is the one in public use.
/// </summary>
internal static class IdentityRules
{
    public const int Shortest = 8;
    public const int Longest = 18;

    private static readonly IdentityRule[][] ByLength = Enumerable.Range(0, Longest + 1).Select(length => All().Where(r => r.Length == length).ToArray()).ToArray();

    public static ReadOnlySpan<IdentityRule> OfLength(int length) => length is >= Shortest and <= Longest ? ByLength[length] : [];

    internal static IEnumerable<IdentityRule> All() =>
    [
        new("US SSN", 9, EnglishSpeaking.Ssn, [324]),
        new("US ITIN", 9, EnglishSpeaking.Itin, [324]),
        new("GB NINO", 9, EnglishSpeaking.Nino, [], IsDistinct: true),
        new("GB NHS", 10, EnglishSpeaking.Nhs, []),
        new("CA SIN", 9, EnglishSpeaking.Sin, []),
        new("AU TFN", 9, EnglishSpeaking.Tfn, []),
        new("IE PPS", 8, EnglishSpeaking.Pps, []),
        new("IE PPS", 9, EnglishSpeaking.Pps, []),
        new("ZA ID", 13, EnglishSpeaking.SouthAfrica, []),
        new("SG NRIC", 9, Asian.Nric, [], IsDistinct: true),
        new("IN Aadhaar", 12, Asian.Aadhaar, [444]),
        new("IN PAN", 10, Asian.Pan, []),
        new("CN resident", 18, Asian.ChinaResident, [], IsDistinct: true),
        new("KR RRN", 13, Asian.KoreaResident, [67]),
        new("JP My Number", 12, Asian.MyNumber, []),
        new("IL ID", 9, Asian.Israel, []),
        new("TR TCKN", 11, Asian.Turkey, []),
        new("FR NIR", 15, Romance.Nir, [], IsDistinct: true),
        new("ES DNI", 9, Romance.Dni, [], IsDistinct: true),
        new("IT codice fiscale", 16, Romance.CodiceFiscale, [], IsDistinct: true),
        new("PT NIF", 9, Romance.Nif, []),
        new("RO CNP", 13, Romance.Cnp, []),
        new("BR CPF", 11, Romance.Cpf, [3332]),
        new("MX CURP", 18, Romance.Curp, [], IsDistinct: true),
        new("DE Steuer-ID", 11, Germanic.SteuerId, [2333]),
        new("AT SVNR", 10, Germanic.Austria, [46]),
        new("CH AHV", 13, Germanic.Ahv, [], IsDistinct: true),
        new("NL BSN", 9, Germanic.Bsn, []),
        new("BE RRN", 11, Germanic.Belgium, [22232]),
        new("SE personnummer", 10, Nordic.Sweden, [64]),
        new("SE personnummer", 12, Nordic.Sweden, [84]),
        new("NO fødselsnummer", 11, Nordic.Norway, [], IsDistinct: true),
        new("DK CPR", 10, Nordic.Denmark, []),
        new("FI HETU", 10, Nordic.Finland, [64]),
        new("FI HETU", 11, Nordic.Finland, [], IsDistinct: true),
        new("PL PESEL", 11, Slavic.Pesel, []),
        new("CZ rodné číslo", 10, Slavic.Czech, [64]),
        new("BG EGN", 10, Slavic.Bulgaria, []),
        new("HR OIB", 11, Slavic.Croatia, []),
        new("EE/LT personal code", 11, Slavic.Baltic, []),
    ];
}
