using RetailServerless.Core.Privacy.Redaction.Checks;

namespace RetailServerless.Core.Tests.Privacy.Redaction;

public sealed class IdentityRulesTests
{
    // Well-known examples, or numbers made to hold the rule.
    [Theory]
    [InlineData("GB NHS", "9434765919")]
    [InlineData("CA SIN", "130692544")]
    [InlineData("AU TFN", "123456782")]
    [InlineData("IE PPS", "1234567T")]
    [InlineData("SG NRIC", "S1234567D")]
    [InlineData("SG NRIC", "M1234567K")]
    [InlineData("CN resident", "11010519491231002X")]
    [InlineData("TR TCKN", "10000000146")]
    [InlineData("FR NIR", "255081416802538")]
    [InlineData("ES DNI", "12345678Z")]
    [InlineData("IT codice fiscale", "RSSMRA85T10A562S")]
    [InlineData("PT NIF", "123456789")]
    [InlineData("BR CPF", "11144477735")]
    [InlineData("DE Steuer-ID", "86095742719")]
    [InlineData("CH AHV", "7569217076985")]
    [InlineData("NL BSN", "111222333")]
    [InlineData("BE RRN", "85073003328")]
    [InlineData("SE personnummer", "8112189876")]
    [InlineData("FI HETU", "131052308T")]
    [InlineData("PL PESEL", "44051401359")]
    [InlineData("CZ rodné číslo", "7103192745")]
    [InlineData("AT SVNR", "1237010180")]
    [InlineData("EE/LT personal code", "37605030299")]
    [InlineData("ZA ID", "8001015009087")]
    public void A_number_holds_its_rule_and_no_longer_when_a_character_changes(string rule, string number)
    {
        var check = IdentityRules.All().First(r => r.Name == rule && r.Length == number.Length).Check;

        Assert.True(check(number));
        Assert.False(check(number[..^2] + (number[^2] == '9' ? '1' : (char)(number[^2] + 1)) + number[^1]));
    }
}
