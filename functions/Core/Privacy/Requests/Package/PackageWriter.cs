using System.IO.Compression;
using System.Text;
using System.Text.Json;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests.Package;

/// <summary>Writes a package as one ZIP file: <c>index.html</c>, <c>about.json</c>, <c>decisions.json</c>, and each store as JSON and CSV.</summary>
internal static class PackageWriter
{
    private static readonly JsonSerializerOptions Readable = new(PlatformJson.Options) { WriteIndented = true };

    public static void Write(Stream target, AccessContent content)
    {
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        Add(zip, content, "index.html", writer => writer.Write(PackageHtml.Write(content)));
        Add(zip, content, "about.json", writer => writer.Write(JsonSerializer.Serialize(About(content), Readable)));
        Add(zip, content, "decisions.json", writer => writer.Write(JsonSerializer.Serialize(content.Decisions, Readable)));
        foreach (var store in content.Stores.Where(s => s.Items.Count > 0))
        {
            Add(zip, content, $"data/{store.Description.Name}.json", writer => writer.Write(JsonSerializer.Serialize(store.Items, Readable)));
            Add(zip, content, $"data/{store.Description.Name}.csv", writer => PackageCsv.Write(writer, store.Items));
        }
    }

    private static object About(AccessContent content) => new
    {
        requestId = content.Request,
        madeAt = content.MadeAt,
        law = content.Law,
        stores = content.Stores.Select(s => new
        {
            s.Description.Name,
            s.Description.Contents,
            s.Description.Categories,
            s.Description.Purposes,
            s.Description.Source,
            s.Description.Retention,
            items = s.Count,
        }),
        content.Recipients,
        content.Told,
    };

    private static void Add(ZipArchive zip, AccessContent content, string name, Action<TextWriter> write)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = content.MadeAt;
        using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        write(writer);
    }
}
