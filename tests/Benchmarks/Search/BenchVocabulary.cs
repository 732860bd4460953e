namespace RetailServerless.Benchmarks.Search;

/// <summary>Words with Zipf's frequencies (exponent 1): real retail words first, made-up ones for the long tail. Seeded.</summary>
internal sealed class BenchVocabulary
{
    private static readonly string[] Common =
        "with and for the of in soft light easy durable quality design use perfect comfortable high great home made fit water resistant free every day style new set large small long clean steel power strong size fits ideal gift warm cool dry fast kids women men premium classic modern portable adjustable compact washable lightweight breathable versatile professional outdoor indoor travel"
            .Split(' ');

    private static readonly string[] Onsets = ["b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w", "z"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "ea", "oo", "ai"];
    private static readonly string[] Codas = ["", "n", "r", "l", "st", "ck", "m", "x", "nd", "t"];

    private readonly string[] _words;
    private readonly double[] _cumulative;

    public BenchVocabulary(int count, Random random)
    {
        _words = [.. Common.Concat(Enumerable.Range(0, count * 2).Select(_ => Invent(random))).Distinct().Take(count)];
        _cumulative = new double[_words.Length];
        var sum = 0.0;
        for (var i = 0; i < _words.Length; i++)
        {
            _cumulative[i] = sum += 1.0 / (i + 2);
        }
    }

    public string Draw(Random random) => _words[Index(_cumulative, random)];

    /// <summary>A name of two or three syllables.</summary>
    public static string Invent(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(2, 4)).Select(_ => Pick(Onsets, random) + Pick(Vowels, random) + Pick(Codas, random)));

    public static T Pick<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];

    /// <summary>One of few that are popular and many that are not.</summary>
    public static T PickPopular<T>(IReadOnlyList<T> items, Random random) => items[(int)(Math.Pow(random.NextDouble(), 2.5) * items.Count)];

    private static int Index(double[] cumulative, Random random)
    {
        var at = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return Math.Min(at < 0 ? ~at : at, cumulative.Length - 1);
    }
}
