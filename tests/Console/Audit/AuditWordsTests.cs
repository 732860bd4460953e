using RetailServerless.Console.Audit;

namespace RetailServerless.Console.Tests.Audit;

public sealed class AuditWordsTests
{
    [Theory]
    [InlineData("chat.turn", "The assistant answered")]
    [InlineData("privacy.request-certificate-signed", "Privacy request: certificate signed")]
    [InlineData("consent", "Consent")]
    [InlineData("stock.counted-again", "Stock: counted again")]
    [InlineData("odd", "Odd")]
    [InlineData(null, "Unreadable")]
    public void A_kind_is_read_in_words_known_or_not(string? kind, string words) => Assert.Equal(words, AuditWords.OfKind(kind));

    [Theory]
    [InlineData("privacy", "privacy.request-subject-read")]
    [InlineData("privacy", "privacy.request-restriction-lift-decided")]
    [InlineData("policy", "policy.withdrawn")]
    [InlineData("audit", "audit.key-rotated")]
    [InlineData("consent", "consent.revocation-completed")]
    [InlineData("statistics", "statistics.released")]
    public void A_kind_that_the_platform_writes_can_be_chosen(string area, string kind) => Assert.Contains(kind, AuditWords.KindsByArea.Single(a => a.Area == area).Kinds);

    [Theory]
    [InlineData("system", "The platform itself")]
    [InlineData("Governance.Auditor", "Auditor (reads only)")]
    [InlineData("somebody", "somebody")]
    [InlineData(null, "Unreadable")]
    public void A_role_is_read_in_words(string? role, string words) => Assert.Equal(words, AuditWords.OfRole(role));
}
