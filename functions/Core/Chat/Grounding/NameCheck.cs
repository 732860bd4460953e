using System.Text.RegularExpressions;
using RetailServerless.Core.Chat.Understanding;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>Names: capitalised and quoted words must be words of one product, of the policies or of the shopper.</summary>
internal static partial class NameCheck
{
    private static readonly HashSet<string> Ordinary = new(
        ["i", "i'm", "i'll", "i've", "i'd", "ai", "ok", "sku", "usd", "eur", "gbp", "us", "uk", "eu", "utc", "english", "faq", "id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
         "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "and", "or", "the", "a", "an", "yes", "no", "sorry", "unfortunately"],
        StringComparer.Ordinal);

    public static void Run(SentenceUnderCheck check)
    {
        foreach (Match quote in Quoted().Matches(check.Masked))
        {
            if (Words.Of(quote.Groups["q"].Value).Any(w => !IsKnown(check, w)))
            {
                check.Withhold("name");
            }
        }

        foreach (Match run in SentenceUnderCheck.NameRun().Matches(check.Masked))
        {
            var words = Words.Of(run.Value).ToList();
            if (StartsSentence(check.Masked, run.Index) && words.Count > 0)
            {
                // The first word has its capital from the sentence: alone it says nothing, and a word of everyday English before a name is none.
                if (words.Count == 1 || StopWords.Contains(words[0].Text) || Ordinary.Contains(words[0].Text))
                {
                    words.RemoveAt(0);
                }
            }

            words.RemoveAll(w => Ordinary.Contains(w.Text) || StopWords.Contains(w.Text));
            if (words.Count > 0 && !BelongTogether(check.Sheet, words))
            {
                check.Withhold("name");
            }
        }
    }

    private static bool IsKnown(SentenceUnderCheck check, Word word) =>
        check.Sheet.Knows(word.Normal) || check.Sheet.Knows(word.Text) || StopWords.Contains(word.Text) || Ordinary.Contains(word.Text);

    private static bool BelongTogether(EvidenceSheet sheet, List<Word> words) =>
        words.TrueForAll(w => sheet.SharedWords.Contains(w.Normal) || sheet.SharedWords.Contains(w.Text))
        || sheet.Products.Exists(p => words.TrueForAll(w => p.Words.Contains(w.Normal) || p.Words.Contains(w.Text)));

    private static bool StartsSentence(string text, int at)
    {
        var before = text[..at].TrimEnd(' ', '-', '*', '•', '"', '“', '\'', '(', '#');
        return before.Length == 0 || before[^1] is ':' or '.' or '!' or '?' or ';' or '—' or '–';
    }

    [GeneratedRegex(@"[""“](?<q>[^""”]{2,80})[""”]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quoted();
}
