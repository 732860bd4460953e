using System.Text.Json;
using RetailServerless.Samples.Shop;
using RetailServerless.Samples.Shop.Output;

namespace RetailServerless.Samples.Shop.Tests;

/// <summary>A shop of the standard size, generated once for all tests.</summary>
public sealed class GeneratedShop : IDisposable
{
    internal static readonly ShopOptions Options = new() { End = new DateOnly(2026, 11, 24) };

    public GeneratedShop() => Summary = ShopFiles.Write(Folder, Options);

    public string Folder { get; } = Directory.CreateTempSubdirectory("shop-").FullName;

    internal ShopSummary Summary { get; }

    public IReadOnlyList<string[]> Table(string name, char separator) =>
        [.. File.ReadLines(Path.Combine(Folder, name)).Select(l => l.Split(separator))];

    public IReadOnlyList<JsonElement> Lines(string name) =>
        [.. File.ReadLines(Path.Combine(Folder, name)).Select(l => JsonDocument.Parse(l).RootElement)];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
