using System.Text.RegularExpressions;
using RetailServerless.Core.Chat.Understanding;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>A product named in a sentence.</summary>
/// <param name="Start">Where.</param>
/// <param name="End">The first character after it.</param>
/// <param name="Product">Which.</param>
internal readonly record struct Mention(int Start, int End, ProductFacts Product);

/// <summary>One sentence while it is checked: its text, what it cites and names, and what is wrong with it.</summary>
internal sealed partial class SentenceUnderCheck
{
    private readonly List<string> _problems = [];

    public SentenceUnderCheck(string sentence, EvidenceSheet sheet, IReadOnlyList<ProductFacts> before)
    {
        Sheet = sheet;
        Before = before;
        Citations = [.. Citation().Matches(sentence).SelectMany(m => m.Groups["n"].Captures).Select(c => int.Parse(c.Value, System.Globalization.CultureInfo.InvariantCulture)).Where(n => sheet.Evidence.Any(e => e.Number == n)).Distinct()];
        Text = Blanks().Replace(Citation().Replace(sentence, "").Replace("**", "", StringComparison.Ordinal), " ").Replace(" .", ".", StringComparison.Ordinal).Trim();
        Masked = Text;
        Mentions = FindMentions();
    }

    public EvidenceSheet Sheet { get; }

    /// <summary>The products of the sentence before.</summary>
    public IReadOnlyList<ProductFacts> Before { get; }

    public string Text { get; private set; }

    /// <summary>The text with names and placeholders blanked out, of the same length: what is left to be checked.</summary>
    public string Masked { get; private set; }

    public IReadOnlyList<int> Citations { get; }

    public IReadOnlyList<Mention> Mentions { get; }

    public IReadOnlyList<string> Problems => _problems;

    public bool IsCorrected { get; private set; }

    public bool IsWithheld { get; private set; }

    public bool CitesShared => Sheet.Evidence.Any(e => e is not ProductEvidence && Citations.Contains(e.Number));

    public void Withhold(string problem)
    {
        _problems.Add(problem);
        IsWithheld = true;
    }

    /// <summary>Puts a part right. Parts are corrected from the last to the first, so that positions stay valid.</summary>
    public void Correct(int start, int length, string right, string problem)
    {
        _problems.Add(problem);
        IsCorrected = true;
        Text = Text.Remove(start, length).Insert(start, right);
    }

    public void Mask(int start, int length) => Masked = Masked.Remove(start, length).Insert(start, new string(' ', length));

    /// <summary>The products that a claim at a position is about: the nearest named before it, else the first after it, else what is cited, else those of the sentence before, else the only one.</summary>
    public IReadOnlyList<ProductFacts> ProductsAt(int position)
    {
        if (Mentions.Count > 0)
        {
            var before = Mentions.Where(m => m.Start < position).ToList();
            return All().IsMatch(Masked) ? [.. Mentions.Select(m => m.Product)] : [before.Count > 0 ? before[^1].Product : Mentions[0].Product];
        }

        var cited = Sheet.Products.Where(p => Citations.Contains(p.Number)).ToList();
        if (cited.Count > 0)
        {
            return cited;
        }

        if (CitesShared)
        {
            return [];
        }

        return Before.Count > 0 ? Before : Sheet.Products.Count == 1 ? Sheet.Products : [];
    }

    private List<Mention> FindMentions()
    {
        var mentions = new List<Mention>();
        foreach (var product in Sheet.Products.OrderByDescending(p => p.Title.Length))
        {
            for (var at = Masked.IndexOf(product.Title, StringComparison.OrdinalIgnoreCase); at >= 0; at = Masked.IndexOf(product.Title, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                mentions.Add(new Mention(at, at + product.Title.Length, product));
                Mask(at, product.Title.Length);
            }
        }

        MaskKnownTitles();
        foreach (Match run in NameRun().Matches(Masked))
        {
            var words = Words.Of(run.Value).Select(w => w.Normal).ToList();
            var owners = Sheet.Products.Where(p => words.Exists(w => p.Names.Contains(w)) && words.TrueForAll(w => p.Names.Contains(w) || StopWords.Contains(w))).ToList();
            if (owners.Count == 1)
            {
                mentions.Add(new Mention(run.Index, run.Index + run.Length, owners[0]));
                Mask(run.Index, run.Length);
            }
        }

        mentions.Sort((a, b) => a.Start.CompareTo(b.Start));
        return mentions;
    }

    private void MaskKnownTitles()
    {
        foreach (var title in Sheet.Orders.SelectMany(o => o.Lines).Select(l => l.Title).Concat(Sheet.Returns.SelectMany(r => r.Lines).Select(l => l.Title)).OrderByDescending(t => t.Length))
        {
            for (var at = Masked.IndexOf(title, StringComparison.OrdinalIgnoreCase); at >= 0; at = Masked.IndexOf(title, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                Mask(at, title.Length);
            }
        }
    }

    [GeneratedRegex(@"\s?\[(?:(?<n>[0-9]{1,3})(?:\s?,\s?)?)+\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Citation();

    [GeneratedRegex(@"[ \t]{2,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\b(?:both|all|each|every)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex All();

    [GeneratedRegex(@"\b\p{Lu}[\p{L}\p{N}'’&+-]*(?:\s+(?:\p{Lu}|[0-9])[\p{L}\p{N}'’&+.-]*)*", RegexOptions.CultureInvariant, 1000)]
    internal static partial Regex NameRun();
}
