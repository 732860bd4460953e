using CsCheck;
using RetailServerless.Core.Chat.Grounding;

namespace RetailServerless.Core.Tests.Chat;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("It costs $1,299.99. It is blue.", new[] { "It costs $1,299.99.", "It is blue." })]
    [InlineData("It costs $5. [1] It is blue [2].", new[] { "It costs $5. [1]", "It is blue [2]." })]
    [InlineData("Sizes e.g. 42 fit. Dr. Scholl agrees.", new[] { "Sizes e.g. 42 fit.", "Dr. Scholl agrees." })]
    [InlineData("Is it? Yes! Good", new[] { "Is it?", "Yes!", "Good" })]
    [InlineData("First line\nSecond line", new[] { "First line", "Second line" })]
    [InlineData("Order [ORDER_1] shipped. [ORDER_2] did not.", new[] { "Order [ORDER_1] shipped.", "[ORDER_2] did not." })]
    public void Text_is_cut_into_sentences(string text, string[] expected) => Assert.Equal(expected, SentenceSplitter.Split(text));

    [Fact]
    public void However_the_stream_is_cut_the_sentences_are_the_same()
    {
        const string Text = "The TrailMaster X4 costs $1,299.99. [1] It weighs 4.5 kg, approx. [2]! Is it blue? Yes.";
        var whole = SentenceSplitter.Split(Text);

        Gen.Int[1, 12].Array[1, 60].Sample(cuts =>
        {
            var splitter = new SentenceSplitter();
            var sentences = new List<string>();
            var position = 0;
            for (var i = 0; position < Text.Length; i++)
            {
                var length = Math.Min(cuts[i % cuts.Length], Text.Length - position);
                sentences.AddRange(splitter.Push(Text.Substring(position, length)));
                position += length;
            }

            if (splitter.Finish() is { } rest)
            {
                sentences.Add(rest);
            }

            Assert.Equal(whole, sentences);
        }, iter: 300);
    }
}
