using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Benchmarks.Search;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Audit;
using RetailServerless.Embedded.Privacy;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Benchmarks.Consent;

/// <summary>
/// What an answer of the consent gate takes, on the embedded store with all consent policies of the product, for people who agreed. An answer is from cache while what was read is under a second old; the baseline is one
/// that reads the store. Each figure is the median of repeats, an answer the mean of its repeat. The first argument is the number of answers a repeat.
/// </summary>
internal static class ConsentBenchmark
{
    private const int People = 200;
    private const int Repeats = 15;

    public static async Task<int> RunAsync(string[] args)
    {
        var answers = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 200_000;
        using var folder = new BenchFolder();
        var services = new ServiceCollection().AddLogging();
        services.AddEmbeddedStorage(folder.Sub("data")).AddEmbeddedPrivacy(folder.Sub("data")).AddEmbeddedAudit(folder.Sub("data"));
        services.AddPersonKeys().AddAudit().AddPolicyStore().AddConsent();
        await using var provider = services.BuildServiceProvider();
        var people = await PrepareAsync(provider);
        var gate = provider.GetRequiredService<IConsentGate>();

        Print("people", People, "people");
        Print("answers", answers, "answers a repeat");
        await AskAsync(gate, people, answers);
        Print("gate_us", Median([.. await RepeatAsync(() => AskAsync(gate, people, answers))]), "us");
        Print("gate_2_threads_us", Median([.. await RepeatAsync(() => AskTwiceAsync(gate, people, answers))]), "us");
        Print("gate_worst_repeat_us", (await RepeatAsync(() => AskAsync(gate, people, answers))).Max(), "us");
        Print("gate_uncached_us", Median([.. await RepeatAsync(() => AskUncachedAsync(provider, people))]), "us");
        return 0;
    }

    private static async Task<PersonId[]> PrepareAsync(ServiceProvider provider)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "RetailServerless.sln")))
        {
            root = Path.GetDirectoryName(root.TrimEnd(Path.DirectorySeparatorChar))!;
        }

        var files = Directory.EnumerateFiles(Path.Combine(root, "policies", "consent"), "*.yaml").Select(f => new PolicyText($"consent/{Path.GetFileName(f)}", File.ReadAllText(f))).ToList();
        Require((await provider.GetRequiredService<PolicySeeder>().SeedAsync(files, default)).Count == 0);
        var documents = provider.GetRequiredService<IDocumentStore>();
        var consent = provider.GetRequiredService<ConsentService>();
        var people = Enumerable.Range(0, People).Select(i => PersonId.Of(new CustomerId($"B{i}"))).ToArray();
        string?[] countries = [null, "DE", "GB", "FR"];
        foreach (var (person, i) in people.Select((p, i) => (p, i)))
        {
            var customer = new Customer { Id = person.Customer!.Value, Country = countries[i % countries.Length], AgeBand = "25-34" };
            await documents.UpsertAsync(new DocumentKey(Customer.Container, person.Value, Customer.DocumentId), customer, WriteCondition.Always, default);
            var change = new ConsentChange { Person = person, Purposes = new Dictionary<ConsentScope, bool> { [Purpose.Personalization] = true }, Channel = "web", ActorRole = "shopper" };
            Require((await consent.ChangeAsync(change, default)).Failure is null);
        }

        return people;
    }

    private static async Task<double> AskAsync(IConsentGate gate, PersonId[] people, int answers)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < answers; i++)
        {
            Require((await gate.AskAsync(people[i % people.Length], Purpose.Personalization, PrivacySignals.None, default)).Grant is not null);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / answers;
    }

    private static async Task<double> AskTwiceAsync(IConsentGate gate, PersonId[] people, int answers) =>
        (await Task.WhenAll(Task.Run(() => AskAsync(gate, people, answers)), Task.Run(() => AskAsync(gate, people, answers)))).Average();

    // A gate of its own, which has read neither a policy nor a person: the first answer about each.
    private static async Task<double> AskUncachedAsync(ServiceProvider provider, PersonId[] people)
    {
        var services = new ServiceCollection().AddLogging();
        foreach (var port in new[] { typeof(IDocumentStore), typeof(IKeyVault), typeof(IAuditStore), typeof(IAuditLog), typeof(IPersonKeys) })
        {
            services.AddSingleton(port, provider.GetRequiredService(port));
        }

        await using var fresh = services.AddPolicyStore().AddConsent().BuildServiceProvider();
        return await AskAsync(fresh.GetRequiredService<IConsentGate>(), people, people.Length);
    }

    private static async Task<List<double>> RepeatAsync(Func<Task<double>> run)
    {
        var figures = new List<double>();
        for (var i = 0; i < Repeats; i++)
        {
            figures.Add(await run());
        }

        return figures;
    }

    private static double Median(double[] figures)
    {
        Array.Sort(figures);
        return figures[figures.Length / 2];
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The gate did not answer as it must; the figures would mean nothing.");
        }
    }

    private static void Print(string metric, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric}: {value:0.###} {unit}"));
}
