using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Privacy.Sweep;
using RetailServerless.Embedded.Storage;
using RetailServerless.Embedded.Storage.Documents;

namespace RetailServerless.Embedded.Tests.Privacy;

public sealed class SweepTests : IDisposable
{
    private const string Email = "anna.überlein+shop@mail.example";
    private static readonly SweepIdentifier[] Identifiers = [new("person", "c:KUNDE-77"), new("customer", "KUNDE-77"), new("email", Email), new("order", "ORDER-0077")];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, byte[]> Written()
    {
        var text = $"before {Email} after";
        var utf8 = Encoding.UTF8.GetBytes(text);
        return new TheoryData<string, byte[]>
        {
            { "utf-8", utf8 },
            { "another case", Encoding.UTF8.GetBytes(text.Replace("anna", "ANNA", StringComparison.Ordinal)) },
            { "utf-16", Encoding.Unicode.GetBytes(text) },
            { "utf-16 big-endian", Encoding.BigEndianUnicode.GetBytes(text) },
            { "JSON escapes", Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(text)) },
            { "percent-encoding", Encoding.UTF8.GetBytes(Uri.EscapeDataString(text)) },
            { "hexadecimal", Encoding.UTF8.GetBytes("x" + Convert.ToHexString(utf8)) },
            { "base64", Encoding.UTF8.GetBytes("\"" + Convert.ToBase64String(utf8) + "\"") },
            { "base64 one further", Encoding.UTF8.GetBytes(Convert.ToBase64String([1, .. utf8])) },
            { "base64 two further", Encoding.UTF8.GetBytes(Convert.ToBase64String([1, 2, .. utf8])) },
            { "base64url", Encoding.UTF8.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(utf8)) },
            { "gzip", Packed(s => new GZipStream(s, CompressionLevel.Optimal), utf8) },
            { "zlib", Packed(s => new ZLibStream(s, CompressionLevel.Optimal), utf8) },
            { "gzip behind other bytes", [0, 1, 2, 3, 4, .. Packed(s => new GZipStream(s, CompressionLevel.Optimal), utf8), 9, 9] },
            { "gzip in base64", Encoding.UTF8.GetBytes("{\"b\":\"" + Convert.ToBase64String(Packed(s => new GZipStream(s, CompressionLevel.Optimal), utf8)) + "\"}") },
            { "zip", Zipped(utf8) },
        };
    }

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_file_that_holds_an_identifier_is_found_however_it_is_written(string how, byte[] content)
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "some.log"), content);

        var report = await Sweep().SearchAsync(Identifiers, default);

        Assert.True(report.Findings.Any(f => f.Kind == "email" && f.Place.StartsWith("some.log", StringComparison.Ordinal)), how);
    }

    [Theory]
    [InlineData("KUNDE-771")]
    [InlineData("XKUNDE-77")]
    [InlineData("ORDER-00771")]
    [InlineData("anna.uberlein+shop@mail.example")]
    public async Task Somebody_with_a_similar_number_is_somebody_else(string text)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "some.log"), $"a {text} b");

        Assert.Empty((await Sweep().SearchAsync(Identifiers, default)).Findings);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zlib")]
    [InlineData("zip")]
    public async Task The_end_of_a_large_packed_file_is_looked_at_like_its_beginning(string how)
    {
        var content = new byte[12 << 20];
        new Random(77).NextBytes(content);
        Encoding.UTF8.GetBytes($" {Email} ").CopyTo(content.AsSpan(content.Length - 100));
        var packed = how switch
        {
            "gzip" => Packed(s => new GZipStream(s, CompressionLevel.Fastest), content),
            "zlib" => Packed(s => new ZLibStream(s, CompressionLevel.Fastest), content),
            _ => Zipped(content),
        };
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "some.bin"), packed);

        var report = await Sweep().SearchAsync(Identifiers, default);

        Assert.Contains(report.Findings, f => f.Kind == "email" && f.Encoding.Contains(how, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_of_a_file_is_looked_at_too()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "export-ORDER-0077.csv"), "nothing");

        Assert.Equal("order", (await Sweep().SearchAsync(Identifiers, default)).Findings.Single().Kind);
    }

    [Fact]
    public async Task Documents_are_found_in_their_rows_and_gone_after_deletion_without_any_trace_in_file_log_or_free_pages()
    {
        using var documents = new SqliteDocumentStore(Path.Combine(_folder.Path, "documents.db"), new FakeTimeProvider(DateTimeOffset.UtcNow));
        for (var i = 0; i < 300; i++)
        {
            await documents.UpsertAsync(new DocumentKey("orders", "c:KUNDE-77", $"ORDER-0077-{i}"), new Note($"{Email} {new string('x', i * 20)}"), WriteCondition.Always, default);
            await documents.UpsertAsync(new DocumentKey("orders", "c:KUNDE-78", $"other-{i}"), new Note(new string('y', i * 20)), WriteCondition.Always, default);
        }

        var sweep = new DataFolderSweep(DataFolder.Open(_folder.Path), documents);
        var before = await sweep.SearchAsync(Identifiers, default);
        await documents.DeletePartitionAsync("orders", "c:KUNDE-77", default);
        var marks = await sweep.SearchAsync(Identifiers, default);
        await sweep.ForgetAsync(["c:KUNDE-77"], default);
        var after = await sweep.SearchAsync(Identifiers, default);

        Assert.Equal(["customer", "email", "order", "person"], before.Findings.Select(f => f.Kind).Distinct().Order());
        Assert.Contains(marks.Findings, f => f.Kind == "person");
        Assert.Empty(after.Findings);
        Assert.Equal(300, await documents.QueryAsync<Note>("orders", "c:KUNDE-78", DocumentQuery.All, default).CountAsync());
        Assert.DoesNotContain("KUNDE-77", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "documents.db"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_two_people_share_stays_with_the_other()
    {
        using var documents = new SqliteDocumentStore(Path.Combine(_folder.Path, "documents.db"), TimeProvider.System);
        await documents.UpsertAsync(new DocumentKey("customers", "c:KUNDE-78", "profile"), new Note(Email), WriteCondition.Always, default);

        var report = await new DataFolderSweep(DataFolder.Open(_folder.Path), documents).SearchAsync(Identifiers, default);

        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task Searches_at_the_same_time_each_get_what_is_theirs()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "some.log"), "person-0007@mail.example");
        var sweep = Sweep();

        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => sweep.SearchAsync([new SweepIdentifier("email", $"person-{n:0000}@mail.example")], default)));

        Assert.Equal([7], Enumerable.Range(0, 20).Where(n => reports[n].Findings.Count > 0));
    }

    private static byte[] Packed(Func<Stream, Stream> pack, byte[] content)
    {
        using var target = new MemoryStream();
        using (var packing = pack(target))
        {
            packing.Write(content);
        }

        return target.ToArray();
    }

    private static byte[] Zipped(byte[] content)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("a.txt").Open();
            entry.Write(content);
            entry.Write(Encoding.UTF8.GetBytes(new string('z', 500)));
        }

        return target.ToArray();
    }

    private DataFolderSweep Sweep() => new(DataFolder.Open(_folder.Path), new SqliteDocumentStore(Path.Combine(Directory.CreateTempSubdirectory("sweep-").FullName, "documents.db"), TimeProvider.System));

    private sealed record Note(string Text);
}
