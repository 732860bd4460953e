using RetailServerless.Embedded.Search.Analysis;

namespace RetailServerless.Embedded.Search.Queries;

/// <summary>Finds phrases: two or more words between quotation marks. A mark behind a number is an inch, and a mark without a partner is nothing.</summary>
internal static class PhraseParser
{
    private const int MaxPhrases = 4;

    public static IReadOnlyList<IReadOnlyList<PhraseTerm>> Parse(string query, List<Token> tokens)
    {
        var phrases = new List<IReadOnlyList<PhraseTerm>>();
        for (var open = NextMark(query, 0, opening: true); open >= 0 && phrases.Count < MaxPhrases;)
        {
            var close = NextMark(query, open + 1, opening: false);
            if (close < 0)
            {
                break;
            }

            var terms = tokens
                .Where(token => token.Joins == 0 && token.Start > open && token.End <= close && !token.Word.IsStopWord)
                .Select(token => new PhraseTerm(token.Word.Term, token.Position))
                .ToList();
            if (terms.Count > 1)
            {
                phrases.Add(terms);
            }

            open = NextMark(query, close + 1, opening: true);
        }

        return phrases;
    }

    private static int NextMark(string query, int from, bool opening)
    {
        for (var i = from; i < query.Length; i++)
        {
            var isMark = query[i] is '"' or '“' or '”' or '„' or '«' or '»';
            var outside = opening ? i - 1 : i + 1;
            if (isMark && (outside < 0 || outside >= query.Length || !RetailText.IsWordCharacter(query[outside])))
            {
                return i;
            }
        }

        return -1;
    }
}
