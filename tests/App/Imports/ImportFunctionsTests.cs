using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Imports;

namespace RetailServerless.Functions.Tests.Imports;

public sealed class ImportFunctionsTests(ImportHost host) : IClassFixture<ImportHost>
{
    private const string Small = "id,title,price\n1,Brass lamp,10 EUR\n2,Oak table,20 EUR\n";

    [Fact]
    public async Task A_catalog_is_received_followed_and_found()
    {
        var answer = await host.PostAsync("/api/imports/catalog", Small, "text/csv");

        var import = await host.EndOfAsync(answer);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("""{"read":2,"accepted":2,"rejected":0,"withoutBasis":0}""", import["rows"]!.ToJsonString());
        Assert.Equal(("completed", "applied"), (import["state"]!.GetValue<string>(), import["outcome"]!.GetValue<string>()));
        var found = await host.GetAsync("/api/products/search?q=lamp");
        Assert.Contains("Brass lamp", found.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stock_reaches_the_search_and_the_product()
    {
        await host.EndOfAsync(await host.PostAsync("/api/imports/catalog", Small + "7,Clay pot,3 EUR\n", "text/csv"));

        var import = await host.EndOfAsync(await host.PostAsync("/api/imports/stock", "sku,quantity\n7,0\n", "text/csv"));

        Assert.Equal(1, import["records"]!["changed"]!.GetValue<int>());
        Assert.Equal("outOfStock", (await host.GetAsync("/api/products/7"))["availability"]!.GetValue<string>());
        Assert.Empty((await host.GetAsync("/api/products/search?q=clay+pot&availability=inStock"))["hits"]!.AsArray());
    }

    [Fact]
    public async Task Gzip_is_taken_and_the_same_file_again_is_unchanged()
    {
        var packed = Gzip("sku,date,units\nA,2026-01-01,3\n");

        var first = await host.EndOfAsync(await host.SendAsync(HttpMethod.Post, "/api/imports/demand", packed(), host.Storefront));
        var again = await host.EndOfAsync(await host.SendAsync(HttpMethod.Post, "/api/imports/demand", packed(), host.Storefront));

        Assert.Equal("applied", first["outcome"]!.GetValue<string>());
        Assert.Equal("unchanged", again["outcome"]!.GetValue<string>());
        Assert.NotEqual(first["id"]!.GetValue<string>(), again["id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/api/imports/nonsense", 404, "import-kind-unknown")]
    [InlineData("/api/imports/catalog?format=exe", 400, "invalid-query")]
    [InlineData("/api/imports/catalog?mode=burn", 400, "invalid-query")]
    [InlineData("/api/imports/catalog?currency=XXY", 400, "currency-unknown")]
    [InlineData("/api/imports/catalog?mapping=%7B%22nosuch%22:%22id%22%7D", 400, "mapping-invalid")]
    public async Task A_request_that_makes_no_sense_is_refused_at_once(string url, int status, string code)
    {
        var answer = await host.PostAsync(url, Small, "text/csv");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.EndsWith(code, (await ImportHost.ReadAsync(answer))["type"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_ends_as_refused_with_its_reasons()
    {
        var import = await host.EndOfAsync(await host.PostAsync("/api/imports/customers", "name\nAnn\n", "text/csv"));

        Assert.Equal(("failed", "refused", "column-missing"), (import["state"]!.GetValue<string>(), import["outcome"]!.GetValue<string>(), import["failure"]!["code"]!.GetValue<string>()));
        Assert.Contains("mapping", import["failure"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_etag_says_that_nothing_has_happened()
    {
        var answer = await host.PostAsync("/api/imports/reviews", "customerId,sku,rating\n7,A,5\n", "text/csv");
        await host.EndOfAsync(answer);
        var seen = await host.SendAsync(HttpMethod.Get, answer.Headers.Location!.ToString(), null, host.Storefront);

        var again = await host.SendAsync(HttpMethod.Get, answer.Headers.Location!.ToString(), null, host.Storefront, ("If-None-Match", seen.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task The_same_idempotency_key_starts_one_import()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            host.PostAsync("/api/imports/tickets", "id,customerId,subject\nt1,7,Help\n", "text/csv", host.Storefront, ("Idempotency-Key", "one"))));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location).Distinct());
        await host.EndOfAsync(answers[0]);
        var other = await host.PostAsync("/api/imports/tickets", "id,customerId,subject\nt2,7,Help\n", "text/csv", host.Storefront, ("Idempotency-Key", "one"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
    }

    [Fact]
    public async Task Imports_are_listed_newest_first_in_pages()
    {
        for (var i = 0; i < 3; i++)
        {
            await host.EndOfAsync(await host.PostAsync("/api/imports/stock", $"sku,quantity\nL{i},{i}\n", "text/csv"));
        }

        var first = await host.GetAsync("/api/imports?size=2");
        var second = await host.GetAsync("/api/imports?size=2&continuationToken=" + first["continuationToken"]!.GetValue<string>());

        var ids = first["imports"]!.AsArray().Concat(second["imports"]!.AsArray()).Select(i => i!["id"]!.GetValue<string>()).ToList();
        Assert.Equal(ids.OrderDescending(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task An_unknown_import_is_not_found()
    {
        var answer = await host.SendAsync(HttpMethod.Get, "/api/imports/" + Guid.NewGuid().ToString("N"), null, host.Storefront);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Events_are_kept_once_the_shopper_has_agreed()
    {
        const string Batch = """[{"id":"e1","customerId":"ev-1","type":"view","at":"2026-11-03T10:00:00Z","sku":"1"},{"id":"e2","type":"fly"}]""";
        var before = await ImportHost.ReadAsync(await host.PostAsync("/api/events", Batch, "application/json"));

        await host.EndOfAsync(await host.PostAsync("/api/imports/customers", """{"id":"ev-1","consent":{"analytics":true}}""", "application/jsonl", host.Administrator));
        var after = await ImportHost.ReadAsync(await host.PostAsync("/api/events", Batch, "application/json"));
        var again = await ImportHost.ReadAsync(await host.PostAsync("/api/events", Batch, "application/json"));

        Assert.Equal((0, 1, 1), Counts(before));
        Assert.Equal((1, 0, 1), Counts(after));
        Assert.Equal((0, 0, 1), Counts(again));

        static (int Stored, int WithoutBasis, int Rejected) Counts(JsonObject answer) =>
            (answer["stored"]!.GetValue<int>(), answer["withoutBasis"]!.GetValue<int>(), answer["rejected"]!.AsArray().Count);
    }

    [Fact]
    public async Task Every_import_leaves_one_audit_entry()
    {
        var import = await host.EndOfAsync(await host.PostAsync("/api/imports/orders", "orderId,customerId,date,sku,price\nA1,7,2026-11-03,A,1\n", "text/csv"));

        var entries = (await host.Get<AuditReader>().ReadAsync(new AuditQuery(0, 1000, "import"), default)).Entries;

        var entry = Assert.Single(entries, e => e.Body?["import"]?.GetValue<string>() == import["id"]!.GetValue<string>());
        Assert.Equal("orders", entry.Body!["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_file_above_the_limit_is_refused_while_it_streams_in()
    {
        using var content = new StreamContent(new RepeatedLines(100 << 20));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var limit = host.Get<ImportOptions>().MaxUploadBytes;
        host.Get<ImportOptions>().MaxUploadBytes = 60 << 20;

        HttpResponseMessage? answer = null;
        try
        {
            answer = await host.SendAsync(HttpMethod.Post, "/api/imports/demand", content, host.Storefront);
        }
        catch (HttpRequestException)
        {
            // The server may answer and hang up before all is sent.
        }

        host.Get<ImportOptions>().MaxUploadBytes = limit;
        Assert.True(answer is null || answer.StatusCode == HttpStatusCode.RequestEntityTooLarge);
    }

    private static Func<ByteArrayContent> Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        var bytes = packed.ToArray();
        return () =>
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentEncoding.Add("gzip");
            content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            return content;
        };
    }

    private sealed class RepeatedLines(long length) : MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("sku,date,units\n", 1 << 16))))
    {
        private long _left = length;

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left <= 0)
            {
                return ValueTask.FromResult(0);
            }

            if (Position == Length)
            {
                Position = 0;
            }

            var read = base.Read(buffer.Span[..(int)Math.Min(buffer.Length, _left)]);
            _left -= read;
            return ValueTask.FromResult(read);
        }
    }
}
