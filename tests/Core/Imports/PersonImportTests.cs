using System.Text.Json;
using RetailServerless.Core.Access;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Imports.Targets;
using RetailServerless.Core.Inventory;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Personalization;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Tests.Consent;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Imports;

public sealed class PersonImportTests
{
    private static readonly PersonId Ann = PersonId.Of(new CustomerId("7"));

    [SharedDataFact]
    public async Task A_year_of_invoices_becomes_orders()
    {
        await using var bench = new ImportBench();

        var import = await bench.ImportFileAsync(ImportKind.Orders, "online-retail/online-retail.csv.gz", new ImportParameters { Currency = "GBP" });

        // Counted apart from this code: 135,080 lines without a customer; 406,829 lines in 22,190 invoices, of which 3,654 are cancellations.
        Assert.Equal(new RowCounts(541_909, 406_829, 135_080), import.Rows);
        Assert.Equal(new RecordCounts(22_190, 0), import.Records);
        Assert.Equal(ImportRunner.RejectsShown, import.RejectedRows.Count);
        Assert.All(import.RejectedRows, r => Assert.Equal("customerId", r.Field));
        var orders = bench.Get<IOrderReader>();
        var invoice = await orders.FindAsync(ImportBench.GrantFor(PersonId.Of(new CustomerId("17850")), Purpose.Service), new OrderId("536365"), default);
        Assert.NotNull(invoice);
        Assert.Equal((7, 139.12m, "GBP", OrderStatus.Delivered), (invoice.Lines.Count, invoice.Total.Amount, invoice.Total.Currency, invoice.Status));
        var cancelled = await orders.FindAsync(ImportBench.GrantFor(PersonId.Of(new CustomerId("17548")), Purpose.Service), new OrderId("C536391"), default);
        Assert.Equal(OrderStatus.Cancelled, cancelled!.Status);
        Assert.All(cancelled.Lines, l => Assert.True(l.Quantity > 0));
    }

    [SharedDataFact]
    public async Task Tickets_and_customers_of_a_support_desk_import()
    {
        await using var bench = new ImportBench();

        var customers = await bench.ImportFileAsync(ImportKind.Customers, "eshopsupport/customers.json");
        var tickets = await bench.ImportFileAsync(ImportKind.Tickets, "eshopsupport/tickets.json");

        Assert.Equal((new RowCounts(383, 383, 0), new RecordCounts(383, 0)), (customers.Rows, customers.Records));
        Assert.Equal((new RowCounts(500, 500, 0), new RecordCounts(500, 0)), (tickets.Rows, tickets.Records));
        var grant = ImportBench.GrantFor(PersonId.Of(new CustomerId("71")), Purpose.Service);
        Assert.Equal("Sasha Patel", (await bench.Get<CustomerStore>().FindAsync(grant, default))!.Name);
        var first = await bench.Get<TicketStore>().ListAsync(ImportBench.GrantFor(PersonId.Of(new CustomerId("1")), Purpose.Service), default).FirstAsync(t => t.Id == "1");
        Assert.Equal(("Filter cartridge replacement and maintenance inquiry", new Sku("104"), "Open"), (first.Subject, first.Sku!.Value, first.Status));
        Assert.Null(first.CreatedAt);
        Assert.Equal([true, false], first.Messages.Take(2).Select(m => m.FromCustomer));
    }

    [SharedDataFact]
    public async Task Grocery_baskets_import_though_their_lines_are_scattered()
    {
        await using var bench = new ImportBench();

        var import = await bench.ImportFileAsync(ImportKind.Orders, "completejourney/transactions_sample.csv.gz");

        // Counted apart from this code: 416 lines without a quantity.
        Assert.Equal(new RowCounts(75_000, 74_584, 416), import.Rows);
    }

    [Fact]
    public async Task Orders_come_whole_or_as_lines_that_do_not_stand_together()
    {
        await using var bench = new ImportBench();
        const string Whole = """{"id":"O1","customerId":"7","placedAt":"2026-11-01T10:00:00Z","status":"shipped","shippedAt":"2026-11-02T10:00:00Z","expectedDelivery":"2026-11-26","lines":[{"sku":"A","title":"Lamp","quantity":2,"unitPrice":{"amount":"12.50","currency":"EUR"}},{"sku":"B","quantity":1,"unitPrice":"5 EUR"}]}""";
        const string Lines = "orderId,customerId,date,sku,quantity,price\nO2,7,2026-11-03,A,1,10\nO3,8,2026-11-03,A,1,10\nO2,7,2026-11-03,B,2,4\nO2,7,2026-11-03,A,1,10\nO2,9,2026-11-03,C,1,1\nO3,8,2026-11-03,A,-1,10\n";

        var whole = await bench.ImportAsync(ImportKind.Orders, Whole + "\n" + Whole);
        var lines = await bench.ImportAsync(ImportKind.Orders, Lines);

        Assert.Equal(new RowCounts(2, 1, 1), whole.Rows);
        Assert.Equal(new RowCounts(6, 4, 2), lines.Rows);
        Assert.Equal([(6L, "customerId"), (7L, "quantity")], lines.RejectedRows.Select(r => (r.Row, r.Field!)));
        var orders = await bench.Get<IOrderReader>().ListAsync(ImportBench.GrantFor(Ann, Purpose.Service), default).ToListAsync();
        Assert.Equal(["O2", "O1"], orders.Select(o => o.Id.Value));
        Assert.Equal([("A", 2, 10m), ("B", 2, 4m)], orders[0].Lines.Select(l => (l.Sku.Value, l.Quantity, l.UnitPrice.Amount)));
        Assert.Equal((OrderStatus.Shipped, new DateOnly(2026, 11, 26), 30m), (orders[1].Status, orders[1].ExpectedDelivery!.Value, orders[1].Total.Amount));
    }

    [Fact]
    public void A_line_that_comes_long_after_its_order_is_rejected()
    {
        var open = new OpenOrders();
        var line = new Order { Id = new OrderId("O1"), Customer = new CustomerId("7"), PlacedAt = ImportBench.Now, Status = OrderStatus.Delivered, Lines = [new OrderLine(new Sku("A"), "A", 1, new Money(1m, "EUR"))] };
        Assert.Null(open.Add(line, isWhole: false, 2));
        Assert.Null(open.Add(line, isWhole: false, 3));

        Assert.Empty(open.TakeComplete(2 + OpenOrders.Window));
        var order = Assert.Single(open.TakeComplete(3 + OpenOrders.Window));
        var late = open.Add(line, isWhole: false, 3 + OpenOrders.Window);

        Assert.Equal(2, Assert.Single(order.Lines).Quantity);
        Assert.Contains("Sort the file", late!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Importing_persons_again_in_another_order_changes_nothing()
    {
        await using var bench = new ImportBench();
        await bench.ImportAsync(ImportKind.Customers, "id,name,email\n1,Ann,ann@example.com\n2,Bob,bob@example.com\n");

        var again = await bench.ImportAsync(ImportKind.Customers, "id,email,name\n2,bob@example.com,Bob\n1,ann@example.com,Ann\n");

        Assert.Equal((ImportOutcome.Applied, new RecordCounts(0, 2)), (again.Outcome!.Value, again.Records));
    }

    [Fact]
    public async Task An_administrator_takes_over_what_customers_agreed_to()
    {
        await using var bench = new ImportBench();
        bench.Caller = new Caller { Kind = CallerKind.Staff, Roles = [StaffRoles.PlatformAdmin], StaffId = "s1" };

        var import = await bench.ImportAsync(ImportKind.Customers, """
            {"id":"7","consent":{"personalization":true,"marketing":false}}
            {"id":"8"}
            {"id":"7","consent":{"personalization":false}}
            {"id":"9","consent":{"flying":true}}
            """);

        Assert.Equal([(3L, null), (4L, "consent")], import.RejectedRows.Select(r => (r.Row, r.Field)));
        var consent = Assert.Single(bench.Consents.Applied);
        Assert.Equal((Ann, true, false), (consent.Person, consent.Purposes[Purpose.Personalization], consent.Purposes[Purpose.Marketing]));
    }

    [Fact]
    public async Task A_storefront_cannot_import_consent()
    {
        await using var bench = new ImportBench();

        var import = await bench.ImportAsync(ImportKind.Customers, """{"id":"7","consent":{"personalization":true}}""");

        Assert.Equal(ImportOutcome.Refused, import.Outcome);
        Assert.Empty(bench.Consents.Applied);
    }

    [Fact]
    public async Task Imported_consent_never_overrides_a_decision_of_the_person()
    {
        var consent = await ConsentFixture.CreateAsync();
        var taken = new ImportedConsents(consent.Service);
        await consent.Service.ChangeAsync(new ConsentChange { Person = Ann, Purposes = new Dictionary<ConsentScope, bool> { [Purpose.Marketing] = false }, Channel = "web", ActorRole = "shopper" }, default);
        var imported = new ImportedConsent(Ann, new Dictionary<ConsentScope, bool> { [Purpose.Marketing] = true, [Purpose.Analytics] = true });

        await taken.ApplyAsync([imported], StaffRoles.PlatformAdmin, default);
        var once = (await consent.Service.GetAsync(Ann, default)).Value;
        await taken.ApplyAsync([imported], StaffRoles.PlatformAdmin, default);

        Assert.Equal((ConsentStatus.Refused, ConsentStatus.Granted), (once.Purposes[Purpose.Marketing].Status, once.Purposes[Purpose.Analytics].Status));
        Assert.Equal(once.ETag, (await consent.Service.GetAsync(Ann, default)).Value.ETag);
    }

    [Fact]
    public async Task Readers_refuse_a_grant_for_another_purpose()
    {
        await using var bench = new ImportBench();
        var analytics = ImportBench.GrantFor(Ann, Purpose.Analytics);
        var service = ImportBench.GrantFor(Ann, Purpose.Service);

        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Get<IOrderReader>().FindAsync(analytics, new OrderId("O1"), default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await bench.Get<IOrderReader>().ListAsync(analytics, default).CountAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Get<CustomerStore>().FindAsync(analytics, default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await bench.Get<TicketStore>().ListAsync(analytics, default).CountAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await bench.Get<ReviewStore>().ListAsync(analytics, default).CountAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Get<EventHistory>().ReadAsync(service, 10, default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.Get<IPersonHistory>().ReadTasteAsync(service, default));
    }

    [Fact]
    public async Task Somebody_elses_order_is_not_found()
    {
        await using var bench = new ImportBench();
        await bench.ImportAsync(ImportKind.Orders, "orderId,customerId,date,sku,price\nO1,8,2026-11-03,A,1\n");

        Assert.Null(await bench.Get<IOrderReader>().FindAsync(ImportBench.GrantFor(Ann, Purpose.Service), new OrderId("O1"), default));
    }

    [Fact]
    public async Task Taste_is_what_was_bought_and_kept()
    {
        await using var bench = new ImportBench();
        await bench.ImportAsync(ImportKind.Catalog, "id,title,brand,category\nA,Lamp,Lumo,Home > Lamps\nB,Table,Wood,Home > Tables\n");
        await bench.ImportAsync(ImportKind.Orders, "orderId,customerId,date,sku,quantity,price,status\nO1,7,2026-11-03,A,3,1,delivered\nO1,7,2026-11-03,B,1,1,delivered\nO2,7,2026-11-03,B,9,1,returned\nO3,7,2026-11-03,gone,9,1,delivered\n");

        var taste = await bench.Get<IPersonHistory>().ReadTasteAsync(ImportBench.GrantFor(Ann, Purpose.Personalization), default);

        Assert.Equal((0.75, 0.25), (taste.Brands["lumo"], taste.Brands["Wood"]));
        Assert.Equal(0.75, taste.Categories["Lamps"]);
    }

    [Fact]
    public async Task Events_of_persons_who_have_not_agreed_are_dropped_and_counted()
    {
        await using var bench = new ImportBench();
        bench.Gate.Allows = (person, purpose) => person == Ann && purpose == Purpose.Analytics;

        var import = await bench.ImportAsync(ImportKind.Events, """
            {"id":"e1","customerId":"7","sessionId":"s1","type":"view","at":"2026-11-03T10:00:00Z","sku":"A"}
            {"id":"e2","customerId":"8","sessionId":"s2","type":"view","at":"2026-11-03T10:00:00Z","sku":"A"}
            {"id":"e3","customerId":"7","sessionId":"s1","type":"search","at":"2026-11-03T10:01:00Z","query":"lamp"}
            {"id":"e4","customerId":"7","sessionId":"s1","type":"jump","at":"2026-11-03T10:01:00Z","sku":"A"}
            {"id":"e1","customerId":"7","sessionId":"s1","type":"view","at":"2026-11-03T10:00:00Z","sku":"A"}
            """);

        Assert.Equal(new RowCounts(5, 4, 1, 1), import.Rows);
        Assert.Equal(new RecordCounts(1, 0), import.Records);
        var history = await bench.Get<EventHistory>().ReadAsync(ImportBench.GrantFor(Ann, Purpose.Personalization), 10, default);
        Assert.Equal(["e3", "e1"], history.Select(e => e.Id));
        Assert.DoesNotContain("\"e2\"", bench.Documents.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_events_is_read_again_when_someone_has_agreed_meanwhile()
    {
        await using var bench = new ImportBench();
        const string File = """{"id":"e1","customerId":"7","type":"view","at":"2026-11-03T10:00:00Z","sku":"A"}""";
        bench.Gate.Allows = (_, _) => false;
        await bench.ImportAsync(ImportKind.Events, File);

        bench.Gate.Allows = (_, _) => true;
        var again = await bench.ImportAsync(ImportKind.Events, File);

        Assert.Equal((ImportOutcome.Applied, new RecordCounts(1, 0)), (again.Outcome!.Value, again.Records));
    }

    [Fact]
    public async Task A_batch_of_events_is_judged_one_by_one_and_kept_once()
    {
        await using var bench = new ImportBench();
        using var batch = JsonDocument.Parse("""
            [{"id":"e1","type":"view","at":"2026-11-03T10:00:00Z","sku":"A"},{"id":"e2","type":"view","at":"2027-11-03T10:00:00Z","sku":"A"},
             {"id":"e3","customerId":"8","type":"view","at":"2026-11-03T10:00:00Z","sku":"A"},5]
            """);

        var first = (await bench.Get<EventIntake>().ReceiveAsync(batch.RootElement, Ann, onlyCaller: true, PrivacySignals.None, default)).Value;
        var again = (await bench.Get<EventIntake>().ReceiveAsync(batch.RootElement, Ann, onlyCaller: true, PrivacySignals.None, default)).Value;

        Assert.Equal((1, 0, 0), (first.Stored, first.Known, first.WithoutBasis));
        Assert.Equal([(2L, "at"), (3L, "customerId"), (4L, null)], first.Rejected.Select(r => (r.Row, r.Field)));
        Assert.Equal((0, 1), (again.Stored, again.Known));
    }

    [Fact]
    public async Task A_batch_of_more_than_a_thousand_events_is_refused()
    {
        await using var bench = new ImportBench();
        using var batch = JsonDocument.Parse("[" + string.Join(',', Enumerable.Repeat("{}", EventIntake.MaxEvents + 1)) + "]");

        var answer = await bench.Get<EventIntake>().ReceiveAsync(batch.RootElement, Ann, true, PrivacySignals.None, default);

        Assert.Equal("too-many-events", answer.Failure!.Code);
    }

    [Fact]
    public async Task Demand_is_kept_by_article_and_year_and_grows()
    {
        await using var bench = new ImportBench();
        await bench.ImportAsync(ImportKind.Demand, "sku,date,units,price,promotion,stockOut\nA,2025-12-31,3,10.00,false,false\nA,2026-01-01,0,10.00,false,true\nA,2026-01-03,5,8.00,true,false\nB,2026-01-01,1,,,\nA,2026-01-03,9,,,\n");

        var more = await bench.ImportAsync(ImportKind.Demand, "sku,date,units,price\nA,2026-01-02,4,10.00\nA,2026-01-03,5,8.00\nA,2026-01-04,1,10.00\n");

        Assert.Equal(new RecordCounts(1, 0), more.Records);
        var years = await bench.Get<DemandStore>().ReadAsync(new Sku("A"), default).ToListAsync();
        Assert.Equal([2025, 2026], years.Select(y => y.Year));
        var days = years[1].Days().ToList();
        Assert.Equal([0, 4, 5, 1], days.Select(d => d.Units));
        Assert.Equal([10m, 10m, 8m, 10m], days.Select(d => d.Price!.Value.Amount));
        Assert.Equal([true, false, false, false], days.Select(d => d.StockOut));
        Assert.Equal(["A", "B"], (await bench.Get<DemandStore>().SkusAsync(default).ToListAsync()).Select(s => s.Value));
    }

    [Fact]
    public async Task Reviews_import_with_ratings_in_range_only()
    {
        await using var bench = new ImportBench();

        var import = await bench.ImportAsync(ImportKind.Reviews, "id,customerId,sku,rating,text\nr1,7,A,5,<b>Great</b>\nr2,7,A,6,x\nr3,,A,4,y\nr4,7,B,1,bad\n");

        Assert.Equal([(3L, "rating"), (4L, "customerId")], import.RejectedRows.Select(r => (r.Row, r.Field!)));
        var reviews = await bench.Get<ReviewStore>().ListAsync(ImportBench.GrantFor(Ann, Purpose.Service), default).ToListAsync();
        Assert.Equal(["Great", "bad"], reviews.Select(r => r.Text));
    }

    [Fact]
    public async Task Every_container_of_persons_exports_and_erases()
    {
        await using var bench = new ImportBench();
        await bench.ImportAsync(ImportKind.Customers, "id,name\n7,Ann Zyx\n8,Bob\n");
        await bench.ImportAsync(ImportKind.Orders, "orderId,customerId,date,sku,price\nO1,7,2026-11-03,A,1\n");
        await bench.ImportAsync(ImportKind.Reviews, "id,customerId,sku,rating\nr1,7,A,5\n");
        await bench.ImportAsync(ImportKind.Tickets, "id,customerId,subject\nt1,7,Help\n");
        await bench.ImportAsync(ImportKind.Events, """{"id":"e1","customerId":"7","type":"view","at":"2026-11-03T10:00:00Z","sku":"A"}""");
        var stores = bench.Get<IEnumerable<IPersonalDataStore>>().ToList();

        Assert.Equal(["customers", "events", "orders", "reviews", "tickets"], stores.Select(s => s.Description.Name).Order());
        foreach (var store in stores)
        {
            Assert.Equal(1, await store.CountAsync(Ann, default));
            Assert.Equal(1, await store.ExportAsync(Ann, default).CountAsync());
            Assert.Equal(1, await store.EraseAsync(Ann, default));
        }

        Assert.DoesNotContain("c:7", bench.Documents.Dump(), StringComparison.Ordinal);
        Assert.DoesNotContain("Zyx", bench.Documents.Dump(), StringComparison.Ordinal);
    }
}
