using CsCheck;
using RetailServerless.Embedded.Search.Analysis;

namespace RetailServerless.Embedded.Tests.Search;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("Running Shoes", "running shoe")]
    [InlineData("wd-40", "wd 40 wd40")]
    [InlineData("WD40", "wd 40 wd40")]
    [InlineData("2-in-1", "2 in 1 2in1")]
    [InlineData("2 in 1", "2 in 1 2in1")]
    [InlineData("10ft", "10 ft 10ft")]
    [InlineData("10 feet", "10 ft 10ft")]
    [InlineData("10-foot cable", "10 ft 10ft cable")]
    [InlineData("12\" pan", "12 inch 12inch pan")]
    [InlineData("1.5 liters", "1.5 l 1.5l")]
    [InlineData("1,000 ml", "1000 ml 1000ml")]
    [InlineData("1/2 inch", "1/2 inch 1/2inch")]
    [InlineData("t-shirt", "t shirt tshirt")]
    [InlineData("H&M", "h m hm")]
    [InlineData("women's", "women")]
    [InlineData("womens mens childrens kids", "women men children kid")]
    [InlineData("Levi’s jeans", "levi jeans")]
    [InlineData("O'Neill", "oneill")]
    [InlineData("Crème brûlée", "creme brulee")]
    [InlineData("4K TV", "4 k 4k tv")]
    [InlineData("B07CXG6C9W", "b07cxg6c9w")]
    [InlineData("XR-500a-B2", "xr 500a b2 xr500ab2")]
    [InlineData("AND (shoes) OR *", "and shoe or")]
    [InlineData("靴 くつ", "靴 く つ")]
    [InlineData("😀", "")]
    [InlineData("\uD800", "")]
    public void Words_compounds_and_measures_become_terms(string text, string terms) => Assert.Equal(terms, string.Join(' ', Tokenize(text).Select(token => token.Word.Term)));

    [Fact]
    public void Any_text_gives_tokens_inside_it_in_order_of_position() => Gen.String[0, 80].Sample(text =>
    {
        var tokens = Tokenize(text);
        Assert.All(tokens, token => Assert.True(token.Start >= 0 && token.Start < token.End && token.End <= text.Length && token.Word.Term.Length > 0 && token.Joins <= token.Position + 1));
        Assert.Equal(tokens.Select(token => token.Position).Order(), tokens.Select(token => token.Position));
    });

    private static List<Token> Tokenize(string text)
    {
        var tokens = new List<Token>();
        new Tokenizer().Tokenize(text, tokens);
        return tokens;
    }
}
