using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;

namespace RetailServerless.Embedded.Search.Analysis;

/// <summary>Feeds the tokens of a text to Lucene. Reused from document to document.</summary>
internal sealed class RetailTokenStream : TokenStream
{
    private readonly ICharTermAttribute _term;
    private readonly IPositionIncrementAttribute _increment;
    private readonly bool _dropStopWords;
    private int _next;
    private int _position;

    public RetailTokenStream(bool dropStopWords)
    {
        _dropStopWords = dropStopWords;
        _term = AddAttribute<ICharTermAttribute>();
        _increment = AddAttribute<IPositionIncrementAttribute>();
    }

    /// <summary>The tokens to feed.</summary>
    public List<Token> Tokens { get; } = [];

    public override bool IncrementToken()
    {
        while (_next < Tokens.Count)
        {
            var token = Tokens[_next++];
            if (_dropStopWords && token.Word.IsStopWord)
            {
                continue;
            }

            ClearAttributes();
            _term.SetEmpty().Append(token.Word.Term);
            _increment.PositionIncrement = token.Position - _position;
            _position = token.Position;
            return true;
        }

        return false;
    }

    public override void Reset()
    {
        base.Reset();
        _next = 0;
        _position = -1;
    }
}
