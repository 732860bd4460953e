using RetailServerless.Core.Consent;

namespace RetailServerless.Core.Decisions;

/// <summary>The words for the codes of a decision record.</summary>
internal static class PlainLanguage
{
    public static string Summary(DecisionRecord record)
    {
        var what = record.Outcome switch
        {
            "answered" => "Our AI assistant answered your message.",
            "return-accepted" => "Our return rules accepted your return. The AI assistant only passed it on; it does not decide about returns.",
            "return-refused" => "Our return rules did not accept your return. The AI assistant only passed it on; it does not decide about returns.",
            "handed-off" => "Our AI assistant handed your conversation to a person.",
            "cannot-answer" => "Our AI assistant could not answer your message, and said so.",
            _ => $"An automated decision was made ({Words(record.Kind)}); it came out as: {Words(record.Outcome)}.",
        };
        return record.Storefront is { } storefront ? $"{what} The message came through the storefront '{storefront}'." : what;
    }

    public static string Basis(GrantReference grant) => grant.Basis switch
    {
        LegalBasis.Consent => $"Data about you was used for {Purpose(grant.Purpose)}, because you agreed to it (receipt {grant.ReceiptId}; rules {grant.PolicyVersion}). You can withdraw that at any time.",
        LegalBasis.Contract => $"Data about you was used for {Purpose(grant.Purpose)}, because it was needed to do what you asked for (rules {grant.PolicyVersion}).",
        LegalBasis.OptOut => $"Data about you was used for {Purpose(grant.Purpose)}, because you have not opted out of it (rules {grant.PolicyVersion}). You can do that at any time.",
        LegalBasis.LegalObligation => $"Data about you was used for {Purpose(grant.Purpose)}, because a law requires it (rules {grant.PolicyVersion}).",
        _ => throw new ArgumentOutOfRangeException(nameof(grant), grant.Basis, null),
    };

    public static string NotUsed(Refusal refusal)
    {
        var why = refusal.Code switch
        {
            "no-consent" => "you have not agreed to it",
            "consent-revoked" => "you said no to it",
            "consent-expired" => "your agreement has expired",
            "re-consent-needed" => "what you agreed to has changed, and you have not been asked again",
            "parental-consent-needed" => "at your age a parent has to agree to it",
            "channel-needed" or "channel-unknown" => "you have not agreed to being reached that way",
            "global-privacy-control" => "your browser sends the Global Privacy Control signal",
            _ => "it could not be established that it was allowed",
        };
        return $"Data about you was not used for {Purpose(refusal.Purpose)}: {why}.";
    }

    public static string Evidence(EvidenceReference evidence) => evidence.Kind switch
    {
        "product" => $"The product {evidence.Reference} in our catalog, as of {evidence.Version}.",
        "order" => $"Your order {evidence.Reference}.",
        "policy" => $"The shop's rules '{evidence.Reference}', version {evidence.Version}.",
        "store" => $"Information about our shop: {evidence.Reference}.",
        _ => $"{Capitalized(Words(evidence.Kind))} {evidence.Reference}, version {evidence.Version}.",
    };

    public static IEnumerable<string> MadeBy(DecisionRecord record) =>
        record.Models.Select(m => $"Model {m}").Concat(record.Policies.Select(p => $"Rules {p}"));

    public static string Purpose(Purpose purpose) => purpose switch
    {
        Consent.Purpose.Service => "doing what you asked for",
        Consent.Purpose.Personalization => "choosing things for you",
        Consent.Purpose.Analytics => "measuring how the shop is used",
        Consent.Purpose.ModelTraining => "teaching our models",
        Consent.Purpose.Marketing => "writing to you about offers",
        Consent.Purpose.SaleOrShare => "passing data on for advertising",
        Consent.Purpose.Sensitive => "uses of sensitive information",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, null),
    };

    private static string Words(string code) => code.Replace('-', ' ').Replace('.', ' ');

    private static string Capitalized(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
