using System.IO.Compression;
using System.Text;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Imports.Targets;

namespace RetailServerless.Core.Tests.Imports;

public sealed class ReaderTests
{
    private static readonly RowSchema Schema = CatalogRows.Schema;

    [Fact]
    public async Task Csv_is_read_with_quotes_breaks_and_separators_inside()
    {
        var rows = await ImportBench.RowsAsync("\uFEFFid,title,description\r\n1,\"A, \"\"b\"\"\",\"two\nlines\"\r\n\r\n2,12\" pipe,\r\n3,x,", Schema);

        Assert.Equal([2L, 3, 4], rows.Select(r => r.Number));
        Assert.Equal("A, \"b\"", rows[0].Values["title"]);
        Assert.Equal("two\nlines", rows[0].Values["description"]);
        Assert.Equal("12\" pipe", rows[1].Values["title"]);
        Assert.Equal(["sku", "title"], rows[2].Values.Keys);
    }

    [Theory]
    [InlineData("sku;title;price\n1;A;3,5\n")]
    [InlineData("sku\ttitle\tprice\n1\tA\t3,5\n")]
    public async Task The_separator_is_found(string text)
    {
        var rows = await ImportBench.RowsAsync(text, Schema);

        Assert.Equal("3,5", Assert.Single(rows).Values["price"]);
    }

    [Theory]
    [InlineData("id,title\n1,a,b\n2,c\n", "3 values and the header 2")]
    [InlineData("id,title\n1,\"a\"b\n2,c\n", "quoted value")]
    [InlineData("id,title\n1,a\n2,\"never closed", "quoted value")]
    public async Task A_broken_csv_row_is_a_bad_row_and_no_more(string text, string reason)
    {
        var rows = await ImportBench.RowsAsync(text, Schema);

        Assert.Equal(2, rows.Count);
        Assert.Contains(reason, rows.Single(r => r.Error is not null).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quotation_mark_that_is_never_closed_does_not_fill_the_memory()
    {
        var text = "id,title\n1,\"" + new string('x', DelimitedRows.MaxRecordLength + 10);

        var bad = await Assert.ThrowsAsync<BadFileException>(() => Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains("quotation mark", bad.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name,price\nA,1\n", "column-missing")]
    [InlineData("id,title,ID\n1,a,b\n", "header-duplicate")]
    [InlineData("   \n \n", "file-empty")]
    [InlineData("[{\"id\":1,\"title\":\"a\"},{\"id\":2,", "file-not-readable")]
    [InlineData("{\"meta\":{\"n\":2},\"count\":1}", "file-not-readable")]
    [InlineData("{\"a\":[{\"id\":1}],\"b\":[{\"id\":2}]}", "file-not-readable")]
    [InlineData("<rss><channel><item><id>1</id></channel></rss>", "file-not-readable")]
    [InlineData("<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><rss><channel><item><id>&e;</id></item></channel></rss>", "file-not-readable")]
    [InlineData("<rss><channel><title>empty</title></channel></rss>", "file-not-readable")]
    public async Task A_file_that_cannot_be_read_is_refused_with_a_code(string text, string code)
    {
        var bad = await Assert.ThrowsAsync<BadFileException>(() => ImportBench.RowsAsync(text, Schema, text.StartsWith('{') ? ImportFormat.Json : null));

        Assert.Equal(code, bad.Code);
    }

    [Fact]
    public async Task A_mapping_of_an_unknown_column_is_refused_with_the_columns_there_are()
    {
        var bad = await Assert.ThrowsAsync<BadFileException>(() => ImportBench.RowsAsync("a,b\n1,2\n", Schema, parameters: ImportBench.Mapped("""{"sku":"a","title":"c"}""")));

        Assert.Equal("mapping-unknown-column", bad.Code);
        Assert.Contains("a, b", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_refused()
    {
        var bad = await Assert.ThrowsAsync<BadFileException>(() => Read([.. "id,title\n1,caf"u8, 0xE9, (byte)'\n']));

        Assert.Equal("file-encoding", bad.Code);
    }

    [Fact]
    public async Task A_mapping_gathers_a_path_from_columns()
    {
        var rows = await ImportBench.RowsAsync("nr,bez,dep,typ\n1,Lamp,Home,Light\n", Schema, parameters: ImportBench.Mapped("""{"sku":"nr","title":"bez","category":["dep","typ"]}"""));

        Assert.Equal("Home, Light", Assert.Single(rows).Values["category"]);
    }

    [Fact]
    public async Task Ignored_columns_are_not_read()
    {
        var rows = await ImportBench.RowsAsync("id,title,secret,color\n1,A,s,red\n", Schema, parameters: new ImportParameters { Ignore = ["Secret"] });

        Assert.Equal(["sku", "title", "extra:color"], Assert.Single(rows).Values.Keys);
    }

    [Theory]
    [InlineData("""[{"id":1,"title":"A"},{"id":2,"title":"B"}]""")]
    [InlineData("""{"total":2,"nested":{"a":[1,2]},"products":[{"id":1,"title":"A"},{"id":2,"title":"B"}],"next":null}""")]
    [InlineData("\uFEFF [ {\"id\":1,\"title\":\"A\"} , {\"id\":2,\"title\":\"B\"} ] ")]
    public async Task A_json_array_is_read_alone_or_in_an_object(string text)
    {
        var rows = await ImportBench.RowsAsync(text, Schema, ImportFormat.Json);

        Assert.Equal(["1", "2"], rows.Select(r => r.Values["sku"]));
        Assert.Equal(["A", "B"], rows.Select(r => r.Values["title"]));
    }

    [Fact]
    public async Task A_json_element_that_is_no_object_is_a_bad_row()
    {
        var rows = await ImportBench.RowsAsync("""[{"id":1},5,[{"id":2}],{"id":3}]""", Schema);

        Assert.Equal([null, "bad", "bad", null], rows.Select(r => r.Error is null ? null : "bad"));
    }

    [Fact]
    public async Task A_broken_line_of_json_lines_is_a_bad_row_and_no_more()
    {
        var rows = await ImportBench.RowsAsync("{\"id\":1,\"title\":\"A\"}\n{\"id\":2,\n\n{\"id\":4}{\"id\":5}\nnull\n{\"id\":6,\"title\":\"\\u00e9\"}", Schema);

        Assert.Equal([1L, 2, 4, 5, 6], rows.Select(r => r.Number));
        Assert.Equal([2L, 4, 5], rows.Where(r => r.Error is not null).Select(r => r.Number));
        Assert.Equal("é", rows[^1].Values["title"]);
    }

    [Fact]
    public async Task Rss_with_the_google_namespace_is_read()
    {
        const string Feed = """
            <?xml version="1.0"?>
            <rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title><link>https://shop.example</link>
            <item><g:id>A-1</g:id><title><![CDATA[Lamp <b>bright</b>]]></title><g:price>12.50 EUR</g:price>
              <g:additional_image_link>https://i/2.jpg</g:additional_image_link><g:additional_image_link>https://i/3.jpg</g:additional_image_link>
              <g:product_detail><g:section_name>General</g:section_name><g:attribute_name>Watt</g:attribute_name><g:attribute_value>40</g:attribute_value></g:product_detail></item>
            <item><g:id>A-2</g:id><title>Table</title></item></channel></rss>
            """;

        var rows = await ImportBench.RowsAsync(Feed, Schema);

        Assert.Equal(2, rows.Count);
        Assert.Equal("12.50 EUR", rows[0].Values["price"]);
        Assert.Equal("https://i/2.jpg, https://i/3.jpg", rows[0].Values["moreImages"]);
        Assert.Equal("General:Watt:40", rows[0].Values["productDetail"]);
    }

    [Fact]
    public async Task Atom_is_read_with_its_link()
    {
        const string Feed = """
            <feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>
            <entry><g:id>A-1</g:id><title>Lamp</title><link href="https://shop.example/a-1"/><summary>Bright</summary></entry></feed>
            """;

        var row = Assert.Single(await ImportBench.RowsAsync(Feed, Schema));

        Assert.Equal("https://shop.example/a-1", row.Values["link"]);
        Assert.Equal("Bright", row.Values["description"]);
    }

    [Fact]
    public async Task Gzip_is_unpacked_and_a_cut_off_one_is_refused()
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("id,title\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},T{i * 7919}\n"))));
        }

        Assert.Equal(20_000, await Read(packed.ToArray()));
        await Assert.ThrowsAsync<BadFileException>(() => Read(packed.ToArray()[..(int)(packed.Length / 2)]));
    }

    private static async Task<int> Read(byte[] bytes)
    {
        var (stream, format) = await FileRows.OpenAsync(new MemoryStream(bytes), null, default);
        var count = 0;
        await foreach (var row in FileRows.ReadAsync(stream, format, new ImportParameters().ResolverFor(Schema), default))
        {
            count++;
        }

        return count;
    }
}
