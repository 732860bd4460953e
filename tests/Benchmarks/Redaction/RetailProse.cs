using System.Globalization;

namespace RetailServerless.Benchmarks.Redaction;

/// <summary>Messages as shoppers write them, of a seed: most without anything personal, one in five with an order, an e-mail address or a telephone number.</summary>
internal static class RetailProse
{
    private static readonly string[] Sentences =
    [
        "i was looking at the waterproof hiking boots in size 42 and wondered whether they run small.", "Do you have the same jacket in dark green, and is it warm enough for winter?",
        "The tent arrived on time but one of the poles is bent, so I would like a replacement.", "What is the difference between the two models, apart from the price of $129.99?",
        "Please tell me how long delivery takes and whether I can return shoes that I wore once.", "the blue one is sold out everywhere, when will it be back in stock?",
        "My kids love the sleeping bags, thank you for the quick help last week!", "Is the 2-person stove safe to use inside, or only with the 450 g gas cartridges?",
        "I paid by card and the total was 89,90 EUR although the shop said there was a discount.", "can i combine the voucher with the summer sale, or does it only count for full price items?",
    ];

    public static List<string> Write(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i => string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Sentences[random.Next(Sentences.Length)])) + Personal(random, i))];
    }

    private static string Personal(Random random, int i) => (i % 15) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $" My order is O-{random.Next(10_000, 99_999)}."),
        5 => string.Create(CultureInfo.InvariantCulture, $" Write to shopper{random.Next(1000)}@example.com please."),
        10 => string.Create(CultureInfo.InvariantCulture, $" Call me at (650) 253-{random.Next(1000, 9999)}."),
        _ => "",
    };
}
