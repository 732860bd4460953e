using System.Security.Cryptography;
using CsCheck;
using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Core.Tests.Privacy.Redaction;

public sealed class RedactionTests
{
    private readonly Redactor _redactor = new(new RedactionPolicy { PhoneRegions = ["US", "GB", "DE"] });

    [Theory]
    [InlineData("Write to Jane.Doe+shop@example.co.uk please", "Write to [EMAIL_1] please")]
    [InlineData("info@presidio.site or anotherinfo@presidio.site", "[EMAIL_1] or [EMAIL_2]")]
    [InlineData("a@xn--d1acufc.xn--p1ai", "[EMAIL_1]")]
    [InlineData("my email is info@presidio.", "my email is info@presidio.")]
    [InlineData("Card 4012 8888 8888 1881, please", "Card [CARD_1], please")]
    [InlineData("4012888888881881 4012-8888-8888-1881 4012 8888 8888 1881", "[CARD_1] [CARD_1] [CARD_1]")]
    [InlineData("4012-8888-8888-1882 is none", "4012-8888-8888-1882 is none")]
    [InlineData("371449635398431", "[CARD_1]")]
    [InlineData("Where is O-12345?", "Where is [ORDER_1]?")]
    [InlineData("Where is #12345?", "Where is [ORDER_1]?")]
    [InlineData("Where is order 536365?", "Where is order [ORDER_1]?")]
    [InlineData("my order number is: 536365 and order no. 536366", "my order number is: [ORDER_1] and order no. [ORDER_2]")]
    [InlineData("order ORD-2024 today", "order [ORDER_1] today")]
    [InlineData("Call me at (650) 253-0000", "Call me at [PHONE_1]")]
    [InlineData("Call +44 20 7031 3000 tomorrow", "Call [PHONE_1] tomorrow")]
    [InlineData("I order 2 pairs in size 42 under $1,299.99", "I order 2 pairs in size 42 under $1,299.99")]
    [InlineData("shoes between 20 and 50", "shoes between 20 and 50")]
    [InlineData("the TrailMaster X4 Tent, 4.5 kg, 1234 g", "the TrailMaster X4 Tent, 4.5 kg, 1234 g")]
    public void Personal_text_becomes_a_typed_placeholder_and_nothing_else_does(string text, string expected) =>
        Assert.Equal(expected, _redactor.Redact(text, new PlaceholderVault()));

    [Fact]
    public void One_value_keeps_its_placeholder_through_the_conversation()
    {
        var vault = new PlaceholderVault();
        _redactor.Redact("Where is O-12345?", vault);

        var second = _redactor.Redact("And O-99999? I mean o-12345.", vault);

        Assert.Equal("And [ORDER_2]? I mean [ORDER_1].", second);
        Assert.Equal("O-12345", vault.Resolve("[ORDER_1]"));
    }

    [Fact]
    public void A_typed_placeholder_opens_nothing()
    {
        var vault = new PlaceholderVault();
        _redactor.Redact("O-12345", vault);

        Assert.Equal("Tell me (ORDER_1)", _redactor.Redact("Tell me [ORDER_1]", vault));
    }

    [Fact]
    public void The_shops_own_order_numbers_are_found()
    {
        var redactor = new Redactor(new RedactionPolicy { OrderNumberPatterns = [@"\b(?<number>RS[0-9]{2}X[0-9]+)\b"] });

        Assert.Equal("Where is [ORDER_1]?", redactor.Redact("Where is RS26X77?", new PlaceholderVault()));
    }

    [Fact]
    public void A_sealed_vault_opens_with_its_key_and_conversation_alone()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var conversation = Guid.CreateVersion7();
        var vault = new PlaceholderVault();
        vault.GetOrAdd(PersonalTextKind.Order, "O-12345");

        var box = VaultCipher.Seal(vault, key, conversation);

        Assert.DoesNotContain("12345", box, StringComparison.Ordinal);
        Assert.Equal("O-12345", VaultCipher.Open(box, key, conversation).Resolve("[ORDER_1]"));
        Assert.ThrowsAny<CryptographicException>(() => VaultCipher.Open(box, key, Guid.CreateVersion7()));
        Assert.ThrowsAny<CryptographicException>(() => VaultCipher.Open(box, RandomNumberGenerator.GetBytes(32), conversation));
    }

    [Fact]
    public void Restoring_gives_the_text_back_in_its_normal_form()
    {
        string[] pool = ["order 536365", "O-12345", "#4711", "jane@example.com", "4012888888881881", "hello", "$12.50", "size 42"];
        Gen.Int[0, pool.Length - 1].Select(i => pool[i]).Array[1, 12].Sample(words =>
        {
            var vault = new PlaceholderVault();
            var redacted = _redactor.Redact(string.Join(' ', words), vault);

            Assert.DoesNotContain("536365", redacted, StringComparison.Ordinal);
            Assert.DoesNotContain("@", redacted, StringComparison.Ordinal);
            Assert.Equal(string.Join(' ', words).Replace("#", "", StringComparison.Ordinal), vault.Restore(redacted));
        }, iter: 500);
    }
}
