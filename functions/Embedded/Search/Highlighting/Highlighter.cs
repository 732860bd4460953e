using System.Net;
using System.Text;
using RetailServerless.Core.Catalog;
using RetailServerless.Embedded.Search.Analysis;
using RetailServerless.Embedded.Search.Queries;

namespace RetailServerless.Embedded.Search.Highlighting;

/// <summary>Marks the words that matched, in the title and in the best pieces of the description. All else is HTML-encoded, so the result may be put into a page.</summary>
internal sealed class Highlighter(QueryPlan plan)
{
    private const int FragmentLength = 160;
    private const int MaxFragments = 2;
    private const int MaxText = 20_000;
    private readonly HashSet<string> _terms = [.. plan.Concepts.SelectMany(concept => concept.Alternatives).Select(alternative => alternative.Term)];
    private readonly List<Token> _tokens = [];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Highlight(Product product)
    {
        var highlights = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (Marks(product.Title) is { Count: > 0 } title)
        {
            highlights["title"] = [Mark(product.Title, 0, product.Title.Length, title)];
        }

        var description = product.Description.Length > MaxText ? product.Description[..MaxText] : product.Description;
        if (Marks(description) is { Count: > 0 } marks)
        {
            highlights["description"] = Fragments(description, marks);
        }

        return highlights;
    }

    private List<(int Start, int End, string Term)> Marks(string text)
    {
        Tokenizer.OfThread.Tokenize(text, _tokens);
        var marks = new List<(int Start, int End, string Term)>();
        foreach (var token in _tokens.Where(token => _terms.Contains(token.Word.Term)).OrderBy(token => token.Start).ThenByDescending(token => token.End))
        {
            if (marks.Count == 0 || token.Start >= marks[^1].End)
            {
                marks.Add((token.Start, token.End, token.Word.Term));
            }
        }

        return marks;
    }

    // The windows with the most different words, in the order of the text.
    private static List<string> Fragments(string text, List<(int Start, int End, string Term)> marks)
    {
        var chosen = new List<(int Start, int End)>();
        var candidates = marks
            .Select(mark => (mark.Start, Words: marks.Where(other => other.Start >= mark.Start && other.End <= mark.Start + FragmentLength).Select(other => other.Term).Distinct().Count()))
            .OrderByDescending(candidate => candidate.Words).ThenBy(candidate => candidate.Start);
        foreach (var (start, _) in candidates)
        {
            var (from, to) = Window(text, start);
            if (chosen.Count < MaxFragments && chosen.TrueForAll(window => to <= window.Start || from >= window.End))
            {
                chosen.Add((from, to));
            }
        }

        return [.. chosen.Order().Select(window => Mark(text, window.Start, window.End, marks))];
    }

    private static (int From, int To) Window(string text, int start)
    {
        var from = Math.Max(0, start - (FragmentLength / 4));
        while (from > 0 && from < start && !char.IsWhiteSpace(text[from - 1]))
        {
            from++;
        }

        var to = Math.Min(text.Length, from + FragmentLength);
        while (to < text.Length && to > start + 1 && !char.IsWhiteSpace(text[to]))
        {
            to--;
        }

        // A word longer than the window is not cut within a mark or a pair of surrogates.
        return (from, to <= start + 1 ? text.Length : to);
    }

    private static string Mark(string text, int from, int to, List<(int Start, int End, string Term)> marks)
    {
        var marked = new StringBuilder();
        var at = from;
        foreach (var (start, end, _) in marks.Where(mark => mark.Start >= from && mark.End <= to))
        {
            marked.Append(WebUtility.HtmlEncode(text[at..start])).Append("<em>").Append(WebUtility.HtmlEncode(text[start..end])).Append("</em>");
            at = end;
        }

        return marked.Append(WebUtility.HtmlEncode(text[at..to])).ToString().Trim();
    }
}
