using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RetailServerless.EndToEnd.Running;

namespace RetailServerless.EndToEnd.Privacy;

/// <summary>Erasures on the real process: with a hold from request to release, and killed without warning while they run.</summary>
public sealed class ErasureTests
{
    // 50 make a whole run; a test run kills fewer.
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("RETAIL_ERASURE_KILLS"), out var kills) ? kills : 10;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_deletion_with_a_hold_ends_partial_and_after_the_release_full()
    {
        await using var platform = await Platform.StartAsync();
        var person = new Person(1);
        await ImportAsync(platform, person);
        var request = await AskAsync(platform, person);
        await UntilAsync(platform, request, "awaitingApproval");
        var held = await PostAsync(
            platform, $"{request}/legal-hold", new { stores = new[] { "orders" }, rule = "The tax office may ask for it.", citation = "GDPR Art. 17(3)(b)", reviewOn = "2099-01-01" });
        await PostAsync(platform, $"{request}/approval", new { approved = true });
        await UntilAsync(platform, request, "completed");

        var partial = await GetAsync(platform, $"{request}/certificate");
        await PostAsync(platform, $"{request}/legal-hold/{held.GetProperty("holds")[0].GetProperty("id").GetString()}/release", new { });
        var full = await UntilCertificateAsync(platform, request, 2);

        Assert.Equal("partial", Extent(partial));
        Assert.Equal(1, partial.GetProperty("certificate").GetProperty("holds")[0].GetProperty("items").GetInt32());
        Assert.Equal("full", Extent(full));
        Assert.Empty(Traces(platform.Data, person));
        var keys = await platform.JsonAsync(platform.Request(HttpMethod.Get, "/api/privacy/certificate-keys"));
        await platform.KillFunctionsAsync();
        Assert.StartsWith("genuine: full erasure", await VerifyOfflineAsync(platform, full, keys), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => VerifyOfflineAsync(platform, Changed(full), keys));
    }

    [Fact]
    public async Task A_deletion_that_was_cut_by_kill_9_ends_with_one_certificate_and_nothing_left_behind()
    {
        await using var platform = await Platform.StartAsync();
        var people = Enumerable.Range(1, Kills).Select(n => new Person(n)).ToArray();
        await ImportAsync(platform, people);
        var before = people.SelectMany(p => Traces(platform.Data, p)).ToList();
        var random = new Random(5);

        foreach (var person in people)
        {
            var request = await AskAsync(platform, person);
            await UntilAsync(platform, request, "awaitingApproval");
            await PostAsync(platform, $"{request}/approval", new { approved = true });
            await Task.Delay(random.Next(0, 400));
            await platform.KillFunctionsAsync();
            await platform.StartFunctionsAsync();

            var done = await UntilAsync(platform, request, "completed");

            Assert.Equal(1, done.GetProperty("certificates").GetInt32());
            Assert.Equal("full", Extent(await GetAsync(platform, $"{request}/certificate")));
            Assert.Single(done.GetProperty("timeline").EnumerateArray(), line => line.GetProperty("kind").GetString() == "certificateSigned");
        }

        Assert.NotEmpty(before);
        Assert.Empty(people.SelectMany(p => Traces(platform.Data, p)));
        Assert.Equal(Kills, (await platform.AuditAsync("privacy.request-certificate-signed")).Count);
    }

    private static string? Extent(JsonElement signed) => signed.GetProperty("certificate").GetProperty("extent").GetString();

    // Looks with eyes of its own: the plain bytes of every file.
    private static List<string> Traces(string folder, Person person) =>
    [
        .. from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
           where new FileInfo(file).Length > 0
           let bytes = Bytes(file)
           from identifier in new[] { person.Number, person.Email, person.Order }
           where bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(identifier)) >= 0
           select $"{Path.GetRelativePath(folder, file)}: {identifier}",
    ];

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static async Task ImportAsync(Platform platform, params Person[] people)
    {
        var customers = people.Select(p => JsonSerializer.Serialize(new { id = p.Number, name = p.Name, email = p.Email, postalCode = "10115", address = "Teststr. 1" }));
        var orders = people.Select(p => JsonSerializer.Serialize(new
        {
            id = p.Order,
            customerId = p.Number,
            placedAt = "2026-03-05T10:00:00Z",
            status = "delivered",
            lines = new[] { new { sku = "P5", title = "Tent", quantity = 1, unitPrice = new { amount = "219.00", currency = "USD" } } },
        }));
        foreach (var (kind, lines) in new[] { ("customers", customers), ("orders", orders) })
        {
            var import = await platform.ImportAsync(kind, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), "application/jsonl");
            Assert.Equal("completed", import.GetProperty("state").GetString());
        }
    }

    /// <summary>An officer makes the request for somebody who wrote, and compares what they say.</summary>
    private static async Task<string> AskAsync(Platform platform, Person person)
    {
        var made = await PostAsync(platform, "/api/privacy/requests", new { right = "deletion", customerId = person.Number, residence = new { country = "DE" } });
        var request = made.GetProperty("links").GetProperty("self").GetString()!;
        await PostAsync(platform, $"{request}/verification", new { data = new { name = person.Name, orderNumber = person.Order, orderDate = "2026-03-05" } });
        return request;
    }

    private static async Task<JsonElement> PostAsync(Platform platform, string url, object body) =>
        await platform.JsonAsync(await platform.RequestAsync("officer", HttpMethod.Post, url, JsonContent.Create(body)));

    private static async Task<JsonElement> GetAsync(Platform platform, string url) => await platform.JsonAsync(await platform.RequestAsync("officer", HttpMethod.Get, url));

    private static async Task<JsonElement> UntilAsync(Platform platform, string request, string status)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var now = await GetAsync(platform, request);
            if (now.GetProperty("status").GetString() == status)
            {
                return now;
            }

            Assert.True(TimeProvider.System.GetUtcNow() < until, now.ToString());
            await Task.Delay(100);
        }
    }

    private static async Task<JsonElement> UntilCertificateAsync(Platform platform, string request, int number)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            using var answer = await platform.SendAsync(await platform.RequestAsync("officer", HttpMethod.Get, $"{request}/certificate?number={number}"));
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return await answer.Content.ReadFromJsonAsync<JsonElement>();
            }

            Assert.True(TimeProvider.System.GetUtcNow() < until, await answer.Content.ReadAsStringAsync());
            await Task.Delay(100);
        }
    }

    private static JsonElement Changed(JsonElement certificate) =>
        JsonDocument.Parse(certificate.GetRawText().Replace("\"extent\":\"full\"", "\"extent\":\"partial\"", StringComparison.Ordinal)).RootElement;

    // With nothing but two files: the platform does not run.
    private static async Task<string> VerifyOfflineAsync(Platform platform, JsonElement certificate, JsonElement keys)
    {
        var (file, keyFile) = (Path.Combine(platform.Data, "certificate.json"), Path.Combine(platform.Data, "certificate-keys.json"));
        await File.WriteAllTextAsync(file, certificate.GetRawText());
        await File.WriteAllTextAsync(keyFile, keys.GetRawText());
        return await ChildProcess.RunAsync("functions/App", "RetailServerless.Functions.dll", "verify-certificate", file, "--keys", keyFile);
    }

    private sealed record Person(int N)
    {
        public string Number => $"KUNDE-{N:0000}";

        public string Name => $"Person {N:0000}";

        public string Email => $"person{N:0000}@mail.example";

        public string Order => $"ORDER-{N:0000}";
    }
}
