using CsCheck;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Tests.Search;

public sealed class Bm25FTests
{
    private static readonly Bm25F Model = new(1.2, [new Bm25FField("text", 1, 0.75)]);

    [Fact]
    public void With_one_field_of_weight_one_it_is_BM25()
    {
        // tf 2, length 10, mean length 8, N 100, n 10; k1 1.2, b 0.75: idf 2.2630, tf part 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 10 / 8)).
        var frequency = 2 * Bm25F.Factor(Model.Fields[0], 10, 8);

        var score = Bm25F.Idf(100, 10) * Model.Saturate(frequency);

        Assert.Equal(Math.Log(1 + (90.5 / 10.5)) * (2 * 2.2 / (2 + (1.2 * (0.25 + (0.75 * 1.25))))), score, 12);
    }

    [Fact]
    public void More_occurrences_never_count_less_and_saturate() => Gen.Select(Gen.Double[0, 50], Gen.Double[0, 50]).Sample((a, b) =>
        Model.Saturate(a + b) >= Model.Saturate(a) && Model.Saturate(a) <= 2.2);

    [Fact]
    public void A_rarer_word_weighs_more_and_none_weighs_negative() => Gen.Select(Gen.Int[1, 1000], Gen.Int[0, 1000]).Sample((matching, more) =>
        Bm25F.Idf(2000, matching) >= Bm25F.Idf(2000, matching + more) && Bm25F.Idf(2000, matching + more) > 0);
}
