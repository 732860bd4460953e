using RetailServerless.Embedded.Search.Analysis;
using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search.Queries;

/// <summary>Makes a plan of a shopper's words. No text is an error: operators of query languages are words or nothing, quotation marks around words make a phrase.</summary>
internal sealed class QueryPlanner(CatalogIndex index, PostingsReaders readers)
{
    private const int MaxWords = 32;
    private const double JoinedWeight = 0.6;
    private const double SplitWeight = 0.8;
    private const double GuessWeight = 0.4;
    private const int RareDocuments = 2;
    private const int MuchMoreUsed = 50;
    private const int MinJoinedUses = 2;

    public QueryPlan Plan(string? query)
    {
        if (string.IsNullOrWhiteSpace(query))
        {
            return QueryPlan.Browse;
        }

        var tokens = new List<Token>();
        Tokenizer.OfThread.Tokenize(query, tokens);
        var words = tokens.Where(token => token.Joins == 0).ToList();
        var said = words.Where(token => !token.Word.IsStopWord).ToList();
        said = [.. (said.Count > 0 ? said : words).DistinctBy(token => token.Word.Term).Take(MaxWords)];
        var joins = Joins(tokens, words);
        var corrections = new List<(Token Token, string Text)>();
        var concepts = said.SelectMany(token => Concepts(token, joins, corrections)).ToList();
        return new QueryPlan(concepts, PhraseParser.Parse(query, tokens), Correct(query, corrections));
    }

    /// <summary>Joined forms by the position of each word that they satisfy: those the text has, and neighbours that the catalog writes as one.</summary>
    private ILookup<int, Word> Joins(List<Token> tokens, List<Token> words)
    {
        var joined = tokens.Where(token => token.Joins > 0).SelectMany(token => Enumerable.Range(token.Position - token.Joins + 1, token.Joins).Select(position => (position, token.Word)));
        var neighbours = words.Zip(words.Skip(1))
            .Where(pair => IsPlain(pair.First.Word) && IsPlain(pair.Second.Word))
            .Select(pair => (pair, Word: Tokenizer.OfThread.WordOf(pair.First.Word.Surface + pair.Second.Word.Surface)))
            .Where(pair => index.Words.Count(pair.Word.Surface) >= (IsKnown(pair.pair.First) && IsKnown(pair.pair.Second) ? MinJoinedUses : 1))
            .SelectMany(pair => new[] { (pair.pair.First.Position, pair.Word), (pair.pair.Second.Position, pair.Word) });
        return joined.Concat(neighbours).ToLookup(pair => pair.Item1, pair => pair.Word);
    }

    private List<Concept> Concepts(Token token, ILookup<int, Word> joins, List<(Token Token, string Text)> corrections)
    {
        var alternatives = new List<Alternative> { Alternative(token.Word.Term, 1) };
        foreach (var joined in joins[token.Position].DistinctBy(word => word.Term).Where(word => word.Term != token.Word.Term))
        {
            alternatives.Add(Alternative(joined.Term, JoinedWeight));
        }

        var documents = alternatives.Sum(alternative => alternative.Documents);
        if (documents > RareDocuments)
        {
            return [new Concept(alternatives)];
        }

        return documents == 0 ? Respell(token, alternatives, corrections) : Guess(token, alternatives);
    }

    // The catalog has no such word: what it may have meant takes its place.
    private List<Concept> Respell(Token token, List<Alternative> alternatives, List<(Token Token, string Text)> corrections)
    {
        var words = index.Words;
        var nearest = Spelling.Nearest(words, token.Word.Surface, 1);
        if (nearest is null || EditDistance.Within(token.Word.Surface, nearest, 1) > 1)
        {
            if (Spelling.Split(words, token.Word.Surface) is var (left, right))
            {
                corrections.Add((token, $"{left} {right}"));
                return [new Concept([Alternative(TermOf(left), SplitWeight)]), new Concept([Alternative(TermOf(right), SplitWeight)])];
            }
        }

        if (nearest is null)
        {
            return [new Concept(alternatives)];
        }

        corrections.Add((token, nearest));
        return [new Concept([Alternative(TermOf(nearest), 1)])];
    }

    // The catalog hardly has the word: it stays, and a much more used neighbour counts as well.
    private List<Concept> Guess(Token token, List<Alternative> alternatives)
    {
        if (Spelling.Nearest(index.Words, token.Word.Surface, MuchMoreUsed) is { } nearest && EditDistance.Within(token.Word.Surface, nearest, 1) == 1 && TermOf(nearest) != token.Word.Term)
        {
            alternatives.Add(Alternative(TermOf(nearest), GuessWeight));
        }

        return [new Concept(alternatives)];
    }

    private static string? Correct(string query, List<(Token Token, string Text)> corrections)
    {
        foreach (var (token, text) in corrections.OrderByDescending(correction => correction.Token.Start))
        {
            query = string.Concat(query.AsSpan(0, token.Start), text, query.AsSpan(token.End));
        }

        return corrections.Count == 0 ? null : query.Trim();
    }

    private bool IsKnown(Token token) => index.Words.Count(token.Word.Surface) > 0;

    private static bool IsPlain(Word word) => word.Surface.Length > 1 && !word.IsStopWord && !word.Surface.AsSpan().ContainsAnyInRange('0', '9');

    private static string TermOf(string surface) => Tokenizer.OfThread.WordOf(surface).Term;

    private Alternative Alternative(string term, double weight) => new(term, weight, index.Terms.Find(term, readers));
}
