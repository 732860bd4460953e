using CsCheck;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Tests.Search;

public sealed class SearchVocabularyTests
{
    [Theory]
    [InlineData(0, "0-5")]
    [InlineData(4.99, "0-5")]
    [InlineData(5, "5-10")]
    [InlineData(49.99, "25-50")]
    [InlineData(50, "50-100")]
    [InlineData(4999.99, "2000-5000")]
    [InlineData(5000, "5000-")]
    [InlineData(1_000_000, "5000-")]
    public void A_price_lies_in_one_range(double price, string range) => Assert.Equal(range, PriceRanges.NameOf(PriceRanges.IndexOf((decimal)price)));

    [Theory]
    [InlineData("Black/White", "Black", "White")]
    [InlineData(" Navy, Off White ", "Navy", "Off White")]
    [InlineData("Red", "Red")]
    [InlineData("3/4 sleeve", "3/4 sleeve")]
    [InlineData("1,000 ml", "1,000 ml")]
    [InlineData("/", new string[0])]
    [InlineData("  ", new string[0])]
    public void Values_of_several_parts_are_taken_apart(string value, params string[] parts) => Assert.Equal(parts, AttributeValues.Split(value));

    [Fact]
    public void A_sentence_stays_one_value()
    {
        const string Sentence = "Machine wash cold with like colours only, tumble dry at low heat, and never bleach";

        Assert.Equal([Sentence], AttributeValues.Split(Sentence));
    }

    [Fact]
    public void Parts_are_never_empty_or_padded() => Gen.String[Gen.Char["ab/|;, 1"], 0, 60].Sample(value =>
        AttributeValues.Split(value).All(part => part.Length > 0 && part == part.Trim()));

    [Theory]
    [InlineData("category", true)]
    [InlineData("attributes.color", true)]
    [InlineData("attributes.", false)]
    [InlineData("Category", false)]
    [InlineData("colour", false)]
    public void Facets_are_known_by_name(string facet, bool known) => Assert.Equal(known, FacetNames.IsKnown(facet));
}
