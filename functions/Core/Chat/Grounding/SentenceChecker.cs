namespace RetailServerless.Core.Chat.Grounding;

/// <summary>
/// Checks the sentences of one reply, in order, before they are sent: every price, discount, availability, product name, date, number, order fact, promise and link in them must be
/// in the evidence. A wrong price or availability of one product is put right; whatever else is not in the evidence is withheld.
/// </summary>
public sealed class SentenceChecker(EvidenceSheet sheet)
{
    private IReadOnlyList<ProductFacts> _before = [];

    /// <summary>Checks the next sentence; <see langword="null"/> when it says nothing at all.</summary>
    public CheckedSentence? Check(string sentence)
    {
        var check = new SentenceUnderCheck(sentence, sheet, _before);
        if (!check.Text.Any(char.IsLetterOrDigit))
        {
            return null;
        }

        if (!sheet.IsVerbatim(check.Text))
        {
            Run(check);
        }

        if (check.IsWithheld)
        {
            return new CheckedSentence("", [], SentenceFate.Withheld, check.Problems);
        }

        var products = check.Mentions.Select(m => m.Product).Distinct().ToList();
        var cited = sheet.Products.Where(p => check.Citations.Contains(p.Number)).ToList();
        _before = products.Count > 0 ? products : cited.Count > 0 ? cited : _before;
        IReadOnlyList<int> citations = [.. check.Citations.Union(products.Select(p => p.Number))];
        return new CheckedSentence(check.Text, citations, check.IsCorrected ? SentenceFate.Corrected : SentenceFate.Kept, check.Problems);
    }

    // Links and placeholders first: what they hide from the later checks is masked. Corrections come last, when positions no longer matter to others.
    private static void Run(SentenceUnderCheck check)
    {
        LinkCheck.Run(check);
        DateCheck.Run(check);
        OrderCheck.Run(check);
        PromiseCheck.Run(check);
        NameCheck.Run(check);
        var amounts = AmountCheck.Find(check);
        NumberCheck.Run(check);
        if (!check.IsWithheld)
        {
            AvailabilityCheck.Run(check);
            AmountCheck.Run(check, amounts);
        }
    }
}
