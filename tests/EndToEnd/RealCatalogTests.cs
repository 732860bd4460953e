using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RetailServerless.EndToEnd.Running;

namespace RetailServerless.EndToEnd;

/// <summary>A real catalog is imported, and every fact of every answer is looked up in the file itself.</summary>
public sealed partial class RealCatalogTests
{
    private static readonly string[] Questions =
    [
        "I need a tent for four people",
        "How much is the TrailMaster X4 Tent?",
        "Which backpacks do you have under $120?",
        "Is the Adventurer Pro Backpack available?",
        "Show me hiking boots",
        "Do you have a sleeping bag between 80 and 200 dollars?",
        "What is the Summit Breeze Jacket made of?",
        "affordable camping tables",
        "Tell me about the CozyNights Sleeping Bag",
        "hiking shoes under $150",
    ];

    [RealDataFact]
    public async Task Ten_questions_about_a_real_catalog_get_answers_whose_facts_are_all_in_it()
    {
        await using var platform = await Platform.StartAsync();
        var file = await File.ReadAllBytesAsync(Path.Combine(Repository.Data!, "contoso-outdoor", "products.csv"));
        var catalog = Read(System.Text.Encoding.UTF8.GetString(file));
        var import = await platform.ImportAsync("catalog?currency=USD", file, "text/csv");
        Assert.Equal(20, import.GetProperty("rows").GetProperty("accepted").GetInt32());
        var conversation = await platform.BeginAsync();

        var answers = new List<JsonElement>();
        foreach (var question in Questions)
        {
            answers.Add(await platform.SayAsync(conversation, question));
        }

        Assert.All(answers, a => Assert.Equal("completed", a.GetProperty("status").GetString()));
        Assert.All(answers, a => HasOnlyFactsOf(catalog, a));
        Assert.True(answers.Count(a => a.GetProperty("products").GetArrayLength() > 0) >= 9, string.Join('\n', answers.Select(a => a.Text())));
        Assert.Contains("250", answers[1].Text(), StringComparison.Ordinal);
        Assert.All(answers[2].GetProperty("products").EnumerateArray(), p => Assert.True(Price(p) <= 120));
        Assert.All(answers, a => Assert.NotEmpty(a.GetProperty("citations").EnumerateArray()));

        // The file says nothing of stock, so no answer does.
        Assert.All(answers, a => Assert.DoesNotContain("in stock", a.Text(), StringComparison.OrdinalIgnoreCase));
    }

    private static void HasOnlyFactsOf(Dictionary<string, decimal> catalog, JsonElement answer)
    {
        foreach (var product in answer.GetProperty("products").EnumerateArray())
        {
            Assert.Equal(catalog[product.GetProperty("title").GetString()!], Price(product));
        }

        var cited = answer.GetProperty("citations").EnumerateArray().Where(c => c.GetProperty("kind").GetString() == "product").Select(c => catalog[c.GetProperty("title").GetString()!]).ToHashSet();
        var asked = Amounts().Matches(answer.GetProperty("message").GetString()!).Select(Amount).ToHashSet();
        Assert.All(Amounts().Matches(answer.Text()).Select(Amount), amount => Assert.True(cited.Contains(amount) || asked.Contains(amount), $"{amount} in: {answer.Text()}"));
    }

    private static decimal Price(JsonElement product) => decimal.Parse(product.GetProperty("price").GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);

    private static decimal Amount(Match match) => decimal.Parse(match.Groups["n"].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static Dictionary<string, decimal> Read(string csv) => Row().Matches(csv).ToDictionary(m => m.Groups["name"].Value, m => decimal.Parse(m.Groups["price"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^\d+,(?<name>[^,]+),(?<price>[\d.]+),", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\$\s?(?<n>\d[\d,]*(\.\d+)?)|(?<n>\d[\d,]*\.\d\d)|(?<n>\d[\d,]*(\.\d+)?)\s?(USD|dollars)")]
    private static partial Regex Amounts();
}
