using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Imports;

public sealed class CatalogImportTests
{
    private const string Small = "id,title,price\n1,Lamp,10 EUR\n2,Table,20 EUR\n";

    [SharedDataFact]
    public async Task The_outdoor_catalog_imports_without_a_mapping()
    {
        await using var bench = new ImportBench();

        var import = await bench.ImportFileAsync(ImportKind.Catalog, "contoso-outdoor/products.csv");

        Assert.Equal((ImportState.Completed, ImportOutcome.Applied), (import.State, import.Outcome!.Value));
        Assert.Equal(new RowCounts(20, 20, 0), import.Rows);
        var tent = await bench.ProductAsync("1");
        Assert.NotNull(tent);
        Assert.Equal(("TrailMaster X4 Tent", new Money(250m, "USD"), "OutdoorLiving"), (tent.Title, tent.Price!.Value, tent.Brand));
        Assert.Equal(["Tents"], tent.CategoryPath);
    }

    [SharedDataFact]
    public async Task The_support_catalog_imports_from_a_json_array()
    {
        await using var bench = new ImportBench();

        var import = await bench.ImportFileAsync(ImportKind.Catalog, "eshopsupport/products.json");

        Assert.Equal(new RowCounts(200, 200, 0), import.Rows);
        var tracker = await bench.ProductAsync("1");
        Assert.Equal(("Adventure GPS Tracker", "Escapesafe", 149.99m), (tracker!.Title, tracker.Brand, tracker.Price!.Value.Amount));
    }

    [SharedDataFact]
    public async Task The_esci_catalog_imports_with_prices_where_there_are_some()
    {
        await using var bench = new ImportBench();

        var import = await bench.ImportFileAsync(ImportKind.Catalog, "esci-small/products.jsonl.gz");

        Assert.Equal(new RowCounts(6764, 6764, 0), import.Rows);
        Assert.Equal(1990, bench.Index.Built.Count(p => p.Price is not null));
        Assert.Equal(6512, bench.Index.Built.Count(p => p.CategoryPath.Count > 0));
        Assert.Equal(6640, bench.Index.Built.Count(p => p.Brand is not null));
        var kindle = await bench.ProductAsync("B07CXG6C9W");
        Assert.Equal(("Black", 4.6, 124969), (kindle!.Attributes["color"], kindle.Rating, kindle.RatingCount));
        Assert.Contains("lightest Kindle Paperwhite", kindle.Description, StringComparison.Ordinal);
        Assert.False(kindle.Attributes.ContainsKey("query_id"));
    }

    [Fact]
    public async Task A_merchant_feed_fills_every_part_of_a_product()
    {
        await using var bench = new ImportBench();
        var feed = string.Join('\t', "id", "title", "description", "link", "image_link", "additional_image_link", "availability", "quantity", "price", "sale_price", "sale_price_effective_date", "brand", "product_type", "item_group_id", "gtin", "color", "age_group", "product_detail", "cost_of_goods_sold", "Energy class")
            + "\n" + string.Join('\t', "A-1", "Lamp <i>bright</i>", "<p>One</p><p>Two</p>", "https://s/a", "https://i/1.jpg", "https://i/2.jpg,https://i/3.jpg", "in_stock", "7", "20.00 EUR", "15.00 EUR", "2026-11-01T00:00Z/2026-12-01T00:00Z", "Lumo", "Home > Lighting > Lamps", "A", "4006381333931", "red", "adult", "General:Watt:40,General:Base:E27, screw", "3.00 EUR", "A") + "\n";

        var import = await bench.ImportAsync(ImportKind.Catalog, feed);

        Assert.Equal(new RowCounts(1, 1, 0), import.Rows);
        var lamp = await bench.ProductAsync("A-1");
        Assert.NotNull(lamp);
        Assert.Equal(("Lamp bright", "One\nTwo", "Lumo", "A", "4006381333931", 7), (lamp.Title, lamp.Description, lamp.Brand, lamp.ItemGroupId, lamp.Gtin, lamp.StockLevel));
        Assert.Equal(["Home", "Lighting", "Lamps"], lamp.CategoryPath);
        Assert.Equal(["https://i/1.jpg", "https://i/2.jpg", "https://i/3.jpg"], lamp.Images);
        Assert.Equal(new Money(15m, "EUR"), lamp.PriceAt(ImportBench.Now));
        Assert.Equal(new Money(20m, "EUR"), lamp.PriceAt(ImportBench.Now.AddDays(30)));
        Assert.Equal(
            new Dictionary<string, string> { ["age_group"] = "adult", ["base"] = "E27, screw", ["color"] = "red", ["energy_class"] = "A", ["watt"] = "40" },
            lamp.Attributes);
    }

    [Theory]
    [InlineData("1,Lamp,cheap,,", "price")]
    [InlineData("1,Lamp,5 EUR,maybe,", "availability")]
    [InlineData("1,,5 EUR,,", "title")]
    [InlineData(",Lamp,5 EUR,,", "sku")]
    [InlineData("8,Lamp,5 EUR,,", "sku")]
    [InlineData("1,Lamp,5 USD,,", "price")]
    [InlineData("1,Lamp,5 EUR,,2.5", "quantity")]
    public async Task A_bad_row_is_rejected_with_its_place_field_and_reason(string row, string field)
    {
        await using var bench = new ImportBench();

        var import = await bench.ImportAsync(ImportKind.Catalog, $"id,title,price,availability,quantity\n8,Sofa,1 EUR,,\n9,Table,1 EUR,,\n{row}\n");

        Assert.Equal(new RowCounts(3, 2, 1), import.Rows);
        var rejected = Assert.Single(import.RejectedRows);
        Assert.Equal((4L, field), (rejected.Row, rejected.Field));
        Assert.Equal(ImportOutcome.Applied, import.Outcome);
        await using var list = await bench.Objects.OpenReadAsync(import.RejectsPath, default);
        Assert.Contains("\"row\":4", await new StreamReader(list!).ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_mostly_bad_rows_is_refused_and_changes_nothing()
    {
        await using var bench = new ImportBench();
        var first = await bench.ImportAsync(ImportKind.Catalog, Small);

        var import = await bench.ImportAsync(ImportKind.Catalog, "id,title,price\n3,Sofa,1 EUR\n4,,\n5,,\n");

        Assert.Equal((ImportState.Failed, ImportOutcome.Refused, "file-rows-bad"), (import.State, import.Outcome, import.Failure!.Code));
        Assert.Equal(2, import.RejectedRows.Count);
        Assert.Equal(first.Id, (await bench.Get<ICatalog>().CurrentVersionAsync(default))!.Value.Value);
        Assert.Null(await bench.ProductAsync("3"));
        Assert.Equal(["import.completed", "import.refused"], bench.Audit.Entries.Select(e => e.Kind));
    }

    [Fact]
    public async Task A_file_that_breaks_at_its_end_changes_nothing()
    {
        await using var bench = new ImportBench();
        var rows = string.Join(',', Enumerable.Range(0, 3000).Select(i => $$"""{"id":{{i}},"title":"T{{i}}"}"""));

        var import = await bench.ImportAsync(ImportKind.Catalog, $"[{rows},{{\"id\":");

        Assert.Equal((ImportOutcome.Refused, "file-not-readable"), (import.Outcome!.Value, import.Failure!.Code));
        Assert.Contains("3000 rows", import.Failure.Detail, StringComparison.Ordinal);
        Assert.Null(await bench.Get<ICatalog>().CurrentVersionAsync(default));
        Assert.DoesNotContain("products", bench.Documents.Containers);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_says_so()
    {
        await using var bench = new ImportBench();
        var first = await bench.ImportAsync(ImportKind.Catalog, Small);

        var again = await bench.ImportAsync(ImportKind.Catalog, Small);

        Assert.Equal((ImportOutcome.Unchanged, first.CatalogVersion), (again.Outcome!.Value, again.CatalogVersion));
        Assert.Equal(new RecordCounts(0, 2), again.Records);
        Assert.Equal([first.Id], bench.Index.Activated);
        Assert.Equal(2, bench.Audit.Entries.Count);
    }

    [Fact]
    public async Task A_new_catalog_replaces_the_old_one_and_counts_what_changed()
    {
        await using var bench = new ImportBench();
        await bench.ImportAsync(ImportKind.Catalog, Small + "3,Sofa,30 EUR\n");

        var import = await bench.ImportAsync(ImportKind.Catalog, "id,title,price\n2,Table,20 EUR\n1,Lamp,11 EUR\n4,Chair,5 EUR\n");

        Assert.Equal(new RecordCounts(2, 1, 1), import.Records);
        Assert.Equal(11m, (await bench.ProductAsync("1"))!.Price!.Value.Amount);
        Assert.Null(await bench.ProductAsync("3"));
    }

    [Fact]
    public async Task A_merge_keeps_what_the_file_does_not_name()
    {
        await using var bench = new ImportBench();
        await bench.ImportAsync(ImportKind.Catalog, Small);

        var import = await bench.ImportAsync(ImportKind.Catalog, "id,title,price\n2,Desk,25 EUR\n3,Chair,5 EUR\n", new ImportParameters { Mode = ImportMode.Merge });

        Assert.Equal(new RecordCounts(2, 1), import.Records);
        Assert.Equal(["1", "2", "3"], bench.Index.Built.Select(p => p.Sku.Value));
        Assert.Equal("Desk", (await bench.ProductAsync("2"))!.Title);
        Assert.Equal("Lamp", (await bench.ProductAsync("1"))!.Title);
    }

    [Fact]
    public async Task Only_this_catalog_and_the_one_before_it_are_kept()
    {
        await using var bench = new ImportBench();
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await bench.ImportAsync(ImportKind.Catalog, $"id,title\n{i},T\n")).Id);
        }

        var kept = await bench.Documents.PartitionsAsync("products", null, default).ToListAsync();

        Assert.Equal(ids[2..], kept);
        Assert.Equal(2, bench.Objects.Paths.Count(p => p.StartsWith("catalog/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_reader_never_sees_two_catalogs_at_once()
    {
        await using var bench = new ImportBench();
        var skus = Enumerable.Range(0, 50).Select(i => new Sku($"S{i}")).ToArray();
        await bench.ImportAsync(ImportKind.Catalog, Catalog("old"));
        using var stop = new CancellationTokenSource();
        var mixed = 0;
        var seen = new HashSet<string>();
        var reader = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var titles = (await bench.Get<ICatalog>().FindManyAsync(skus, default)).Select(p => p.Title).ToHashSet();
                mixed += titles.Count == 1 ? 0 : 1;
                seen.UnionWith(titles);
            }
        });

        await bench.ImportAsync(ImportKind.Catalog, Catalog("new"));
        await bench.ImportAsync(ImportKind.Catalog, Catalog("newer"));
        bench.Get<ProductCatalog>().Refresh();
        await Task.Delay(20);
        await stop.CancelAsync();
        await reader;

        Assert.Equal(0, mixed);
        Assert.Contains("newer", seen);

        static string Catalog(string title) => "id,title\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"S{i},{title}\n"));
    }

    [Fact]
    public async Task The_catalog_switches_only_when_the_index_is_active()
    {
        await using var bench = new ImportBench();
        var before = await bench.ImportAsync(ImportKind.Catalog, Small);
        CatalogVersion? during = null;
        bench.Index.BeforeActivation = async () => during = await bench.Get<ICatalog>().CurrentVersionAsync(default);

        var after = await bench.ImportAsync(ImportKind.Catalog, "id,title\n9,New\n");

        Assert.Equal(before.Id, during!.Value.Value);
        Assert.Equal(after.Id, (await bench.Get<ICatalog>().CurrentVersionAsync(default))!.Value.Value);
    }

    [Fact]
    public async Task Stock_lies_over_the_catalog_and_an_older_level_never_replaces_a_newer()
    {
        await using var bench = new ImportBench();
        await bench.ImportAsync(ImportKind.Catalog, Small);

        await bench.ImportAsync(ImportKind.Stock, "sku,quantity,asOf\n1,0,2026-11-20T10:00:00Z\n2,5,2026-11-20T10:00:00Z\n");
        var older = await bench.ImportAsync(ImportKind.Stock, "sku,quantity,asOf\n1,9,2026-11-19T10:00:00Z\n");

        var lamp = await bench.ProductAsync("1");
        Assert.Equal((Availability.OutOfStock, 0), (lamp!.Availability, lamp.StockLevel));
        Assert.Equal(new RecordCounts(0, 1), older.Records);
        Assert.Equal(["1", "2"], bench.Index.Levels.Select(l => l.Sku.Value));
        await bench.ImportAsync(ImportKind.Catalog, Small + "3,Sofa,1 EUR\n");
        Assert.Equal([0, 5, null], bench.Index.Built.Select(p => p.StockLevel));
    }
}
