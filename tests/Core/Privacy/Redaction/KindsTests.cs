using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Core.Tests.Privacy.Redaction;

public sealed class KindsTests
{
    private readonly Redactor _redactor = new(new RedactionPolicy { PhoneRegions = ["US", "GB", "DE"] });

    [Theory]
    [InlineData("IBAN GB29 NWBK 6016 1331 9268 19 please", "IBAN [IBAN] please")]
    [InlineData("my address is 2001:db8::1, was 192.168.0.1", "my address is [IP], was [IP]")]
    [InlineData("device 00:1A:2B:3C:4D:5E and AA-BB-CC-DD-EE-FF", "device [MAC] and [MAC]")]
    [InlineData("pay to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "pay to [WALLET]")]
    [InlineData("pay to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "pay to [WALLET]")]
    [InlineData("pay to 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "pay to [WALLET]")]
    [InlineData("the password is hunter2!x", "the password is [SECRET]")]
    [InlineData("use AKIAIOSFODNN7EXAMPLE now", "use [SECRET] now")]
    [InlineData("My name is Zorblax Quux and I want a refund", "My name is [NAME] and I want a refund")]
    [InlineData("Dear Mrs. Featherstone, thanks", "Dear Mrs. [NAME], thanks")]
    [InlineData("I was born on 21 May 1990", "I was born on [BIRTHDATE]")]
    [InlineData("send it to 221 Baker Street, London NW1 6XE please", "send it to [ADDRESS] please")]
    [InlineData("Ich wohne in der Musterstraße 12, 10115 Berlin", "Ich wohne in der [ADDRESS]")]
    [InlineData("my passport number is A12803456", "my passport number is [PASSPORT]")]
    [InlineData("my SSN: 078-05-1123", "my SSN: [IDENTITY]")]
    public void Each_kind_is_found_by_its_form_or_its_label(string text, string expected) => Assert.Equal(expected, _redactor.RedactForGood(text));

    [Theory]
    [InlineData("SKU 123456789 is sold out")]
    [InlineData("tracking number 1Z999AA10123456784 or 9400110200881234567890")]
    [InlineData("tracking RR123456785GB")]
    [InlineData("request 550e8400-e29b-41d4-a716-446655440000 failed")]
    [InlineData("the total was 1,299.99 EUR for 3 pairs in size 42")]
    [InlineData("model 4012888888881881 is no card")]
    [InlineData("firmware version 10.0.0.1 is out")]
    [InlineData("the Emma dress and the Oliver jacket")]
    [InlineData("Jack Wolfskin boots, Calvin Klein jeans")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD has a wrong checksum")]
    [InlineData("IBAN GB29 NWBK 6016 1331 9268 18 has one too")]
    [InlineData("the slipper is insideout, orderly packed")]
    public void The_look_alikes_of_retail_stay(string text) => Assert.Equal(text, _redactor.RedactForGood(text));

    [Fact]
    public void A_kind_the_policy_keeps_no_values_of_leaves_nothing_behind()
    {
        var redactor = new Redactor(new RedactionPolicy { Irreversible = [PersonalTextKind.Card] });
        var vault = new PlaceholderVault();

        Assert.Equal("[CARD] and [EMAIL_1]", redactor.Redact("4012888888881881 and jane@example.com", vault));
        Assert.Equal(1, vault.Count);
        Assert.Equal("[CARD] and jane@example.com", vault.Restore("[CARD] and [EMAIL_1]"));
    }

    [Fact]
    public void A_kind_the_policy_does_not_name_stays()
    {
        var redactor = new Redactor(new RedactionPolicy { Kinds = [PersonalTextKind.Email] });

        Assert.Equal("4012888888881881 and [EMAIL]", redactor.RedactForGood("4012888888881881 and jane@example.com"));
    }
}
