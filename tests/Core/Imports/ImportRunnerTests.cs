using System.Text;
using RetailServerless.Core.Access;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Inventory;

namespace RetailServerless.Core.Tests.Imports;

public sealed class ImportRunnerTests
{
    [Theory]
    [InlineData(ImportKind.Catalog, "products")]
    [InlineData(ImportKind.Customers, "customers")]
    [InlineData(ImportKind.Customers, "imports")]
    [InlineData(ImportKind.Catalog, "imports")]
    public async Task An_import_that_broke_off_goes_on_where_it_was(ImportKind kind, string container)
    {
        await using var whole = new ImportBench();
        var expected = await whole.ImportAsync(kind, ManyRows(9_000));
        await using var bench = new ImportBench();
        var id = (await bench.ReceiveAsync(kind, ImportBench.Bytes(ManyRows(9_000)))).Id;
        var upserts = 0;
        var breaks = 0;
        bench.Documents.Fault = (operation, at) => operation == "upsert" && at == container && ++upserts % 3 == 0 && ++breaks < 20 ? new IOException("The disk went away.") : null;

        ImportRecord import;
        while (true)
        {
            try
            {
                import = await bench.RunAsync(id);
                break;
            }
            catch (IOException)
            {
                continue;
            }
        }

        bench.Documents.Fault = null;
        Assert.True(breaks > 0);
        Assert.Equal((ImportState.Completed, expected.Rows), (import.State, import.Rows));
        Assert.Equal(expected.Records.Changed, import.Records.Changed + (kind == ImportKind.Catalog ? 0 : import.Records.Unchanged));
        Assert.Equal(Data(whole), Data(bench));
        Assert.Single(bench.Audit.Entries);

        static string Data(ImportBench bench) => string.Join('\n', bench.Documents.Dump().Split('\n').Where(l => l.StartsWith("customers", StringComparison.Ordinal) || l.StartsWith("products", StringComparison.Ordinal))
            .Select(l => l.StartsWith("products", StringComparison.Ordinal) ? l[42..] : l));
    }

    [Fact]
    public async Task Steps_of_an_import_that_has_ended_do_nothing()
    {
        await using var bench = new ImportBench();
        var done = await bench.ImportAsync(ImportKind.Customers, "id,name\n1,Ann\n");
        var runner = bench.Get<ImportRunner>();

        Assert.True(await runner.IsTurnAsync(done.Id, default));
        Assert.False(await runner.ReadAsync(done.Id, default));
        await runner.ApplyAsync(done.Id, default);
        await runner.ActivateAsync(done.Id, default);
        await runner.FailAsync(done.Id, default);

        Assert.Equivalent(done, await bench.FindAsync(done.Id));
        Assert.Single(bench.Audit.Entries);
    }

    [Fact]
    public async Task Imports_of_one_kind_take_turns_and_those_of_another_do_not_wait()
    {
        await using var bench = new ImportBench();
        var first = await bench.ReceiveAsync(ImportKind.Customers, ImportBench.Bytes("id,name\n1,Ann\n"));
        var second = await bench.ReceiveAsync(ImportKind.Customers, ImportBench.Bytes("id,name\n1,Anna\n"));
        var other = await bench.ReceiveAsync(ImportKind.Stock, ImportBench.Bytes("sku,quantity\n1,1\n"));
        var runner = bench.Get<ImportRunner>();

        Assert.False(await runner.IsTurnAsync(second.Id, default));
        Assert.True(await runner.IsTurnAsync(other.Id, default));
        await bench.RunAsync(first.Id);
        Assert.True(await runner.IsTurnAsync(second.Id, default));
    }

    [Fact]
    public async Task An_import_that_stands_still_is_given_up_after_a_while()
    {
        await using var bench = new ImportBench();
        var dead = await bench.ReceiveAsync(ImportKind.Customers, ImportBench.Bytes("id,name\n1,Ann\n"));
        var next = await bench.ReceiveAsync(ImportKind.Customers, ImportBench.Bytes("id,name\n1,Anna\n"));
        var runner = bench.Get<ImportRunner>();
        bench.Time.Advance(TimeSpan.FromMinutes(16));

        Assert.False(await runner.IsTurnAsync(next.Id, default));
        Assert.True(await runner.IsTurnAsync(next.Id, default));

        Assert.Equal("import-abandoned", (await bench.FindAsync(dead.Id)).Failure!.Code);
    }

    [Fact]
    public async Task A_failed_import_says_so_and_gives_the_place_free()
    {
        await using var bench = new ImportBench();
        var broken = await bench.ReceiveAsync(ImportKind.Customers, ImportBench.Bytes("id,name\n1,Ann\n"));

        await bench.Get<ImportRunner>().FailAsync(broken.Id, default);

        var ended = await bench.FindAsync(broken.Id);
        Assert.Equal((ImportState.Failed, ImportOutcome.Failed, "import-failed"), (ended.State, ended.Outcome, ended.Failure!.Code));
        Assert.Equal("import.failed", Assert.Single(bench.Audit.Entries).Kind);
        Assert.Equal(ImportOutcome.Applied, (await bench.ImportAsync(ImportKind.Customers, "id,name\n1,Ann\n")).Outcome);
    }

    [Fact]
    public async Task Nothing_personal_stays_but_in_the_store_of_the_person()
    {
        await using var bench = new ImportBench();

        var import = await bench.ImportAsync(ImportKind.Customers, "id,name,email\n1,Zyxwv Abcde,zyxwv@example.com\n2,Zyxwv Bcdef,broken@\n3,Zyxwv C,c@example.com\n");

        Assert.Equal(1, import.Rows.Rejected);
        var elsewhere = string.Join('\n', bench.Documents.Dump().Split('\n').Where(l => !l.StartsWith("customers ", StringComparison.Ordinal))) + bench.Audit.Text;
        Assert.DoesNotContain("Zyxwv", elsewhere, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("broken", elsewhere, StringComparison.Ordinal);
        Assert.Equal([import.RejectsPath], bench.Objects.Paths);
        await using var rejects = await bench.Objects.OpenReadAsync(import.RejectsPath, default);
        Assert.DoesNotContain("broken@", await new StreamReader(rejects!).ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_import()
    {
        await using var bench = new ImportBench();
        var first = await bench.ReceiveAsync(ImportKind.Customers, ImportBench.Bytes("id,name\n1,Ann\n"), key: "k1");

        var again = await bench.ReceiveAsync(ImportKind.Customers, ImportBench.Bytes("id,name\n1,Ann\n"), key: "k1");
        var other = await bench.Get<ImportIntake>().ReceiveAsync(ImportKind.Customers, new ImportParameters(), ImportBench.Bytes("id,name\n2,Bob\n"), new Caller { Kind = CallerKind.Storefront, Storefront = "main" }, "k1", default);

        Assert.Equal(first.Id, again.Id);
        Assert.Equal("idempotency-key-reused", other.Failure!.Code);
        Assert.Equal([first.SourcePath], bench.Objects.Paths);
    }

    [Fact]
    public async Task A_file_above_the_limit_is_refused_and_not_kept()
    {
        await using var bench = new ImportBench();
        bench.Get<ImportOptions>().MaxUploadBytes = 100;

        var answer = await bench.Get<ImportIntake>().ReceiveAsync(ImportKind.Catalog, new ImportParameters(), ImportBench.Bytes(ManyRows(100)), Caller.Anonymous, null, default);

        Assert.Equal("file-too-large", answer.Failure!.Code);
        Assert.Empty(bench.Objects.Paths);
    }

    [Theory]
    [InlineData("{\"nosuch\":\"id\"}", "mapping-invalid")]
    [InlineData("[1]", "mapping-invalid")]
    [InlineData("{", "mapping-invalid")]
    [InlineData("{\"sku\":5.5}", null)]
    public async Task A_wrong_mapping_is_refused_at_once(string mapping, string? code)
    {
        await using var bench = new ImportBench();

        var answer = await bench.Get<ImportIntake>().ReceiveAsync(ImportKind.Catalog, ImportBench.Mapped(mapping), ImportBench.Bytes("a\n"), Caller.Anonymous, null, default);

        Assert.Equal(code, answer.Failure?.Code);
    }

    private static string ManyRows(int count)
    {
        var text = new StringBuilder("id,title,name\n");
        for (var i = 0; i < count; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"N{i},Thing {i},Name {i}\n");
        }

        return text.ToString();
    }
}
