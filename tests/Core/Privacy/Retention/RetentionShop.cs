using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Returns;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Personalization;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Consent;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Privacy.Retention;

/// <summary>A shop in memory with the retention of the product, and its steps taken one by one as the orchestration takes them.</summary>
internal sealed class RetentionShop
{
    private const int Tries = 5;

    private readonly ConversationStore _conversations;

    private RetentionShop(IEnumerable<IDerivedData> derived)
    {
        var audit = new AuditLog(AuditStore, Keys, Clock);
        _conversations = new ConversationStore(Documents, Keys);
        Policies = new PolicyStore(Documents, Clock, NullLogger<PolicyStore>.Instance);
        Seeder = new PolicySeeder(Documents, audit, Policies, [new RetentionPolicyType()], Clock, NullLogger<PolicySeeder>.Instance);
        var requestKeys = new RequestKeys(Documents, new MemoryKeyVault());
        var hashes = new SubjectHashes(Keys);
        Holds = new LegalHolds(Documents, requestKeys, hashes, Clock);
        Restrictions = new Restrictions(Documents, Clock);
        Hashes = hashes;
        Decisions = new DecisionStore(Documents, Keys, audit);
        Contests = new DecisionContests(Documents, Keys, audit, Clock);
        IPersonalDataStore[] personal =
        [
            .. new[] { CustomerStore.Description, OrderStore.Description, EventStore.Description, ReviewStore.Description, TicketStore.Description, ReturnStore.Description, RetentionMark.Description }
                .Select(d => new PartitionPersonalData(Documents, d)),
            new ConversationPersonalData(Documents, _conversations),
            new PartitionPersonalData(Documents, ConversationPersonalData.Turns),
            new PartitionPersonalData(Documents, ConversationPersonalData.Handoffs),
            new DecisionPersonalData(Documents, Keys),
        ];
        Stores = new RetainedStores(personal, [new ConversationRetainedStore(Documents, _conversations), new DecisionRetainedStore(Documents, Keys), new ReceiptRetainedStore(Documents)], Documents);
        Marks = new RetentionMarks(Documents);
        Runs = new RetentionRuns(Documents, Clock);
        var listing = new RetentionListing(Runs, requestKeys, hashes, Holds, Restrictions, Marks);
        IDerivedData[] made = [new ConversationTurns(Documents), new DecisionReviews(Documents), .. derived];
        var removal = new RetentionRemoval(Runs, listing, requestKeys, Holds, Restrictions, Marks, made, Documents, NullLogger<RetentionRemoval>.Instance);
        Runner = new RetentionRunner(Runs, Stores, listing, removal, requestKeys, Policies, audit, Clock);
        Reader = new AuditReader(AuditStore, Keys);
    }

    public static string PolicyYaml { get; } = File.ReadAllText(Path.Combine(ConsentFixture.PolicyFolder, "retention", "default.yaml"));

    public MemoryDocumentStore Documents { get; } = new();

    public MemoryAuditStore AuditStore { get; } = new();

    public MemoryPersonKeys Keys { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    public PolicyStore Policies { get; }

    public PolicySeeder Seeder { get; }

    public LegalHolds Holds { get; }

    public Restrictions Restrictions { get; }

    public SubjectHashes Hashes { get; }

    public DecisionStore Decisions { get; }

    public DecisionContests Contests { get; }

    public RetainedStores Stores { get; }

    public RetentionMarks Marks { get; }

    public RetentionRuns Runs { get; }

    public RetentionRunner Runner { get; }

    public AuditReader Reader { get; }

    public static async Task<RetentionShop> OpenAsync(string? yaml = null, params IDerivedData[] derived)
    {
        var shop = new RetentionShop(derived);
        Assert.Empty(await shop.Seeder.SeedAsync([new PolicyText("retention/default.yaml", yaml ?? PolicyYaml)], default));
        return shop;
    }

    public static PersonId Person(string number) => PersonId.Of(new CustomerId(number));

    public DateTimeOffset Ago(int years = 0, int months = 0, int days = 0) => Clock.GetUtcNow().AddYears(-years).AddMonths(-months).AddDays(-days);

    /// <summary>Takes the steps of a run as the orchestration does: each again when it fails, and given up after some tries.</summary>
    public async Task<RetentionRunDocument> RunAsync(bool dryRun, DateTimeOffset? asOf = null)
    {
        var id = Runs.OfRequest("", null);
        var run = await AgainAsync(() => Runs.CreateAsync(id, dryRun, asOf, "Privacy.Officer", default));
        Assert.True(await AgainAsync(() => Runner.IsTurnAsync(run.Id, default)));
        var stores = await AgainAsync(() => Runner.BeginAsync(run.Id, default));
        for (var store = 0; store < stores; store++)
        {
            for (var batch = 0; await TakeAsync(run.Id, store, batch); batch++)
            {
            }
        }

        await AgainAsync(async () =>
        {
            await Runner.EndAsync(run.Id, default);
            return 0;
        });
        return await Runs.LoadAsync(run.Id, default);
    }

    /// <summary>What a run did in a store; nothing when it did not go through it.</summary>
    public async Task<RetentionCount> CountAsync(RetentionRunDocument run, string store) => (await Runs.CountsAsync(run.Id, default)).Single(c => c.Store == store);

    public Task<List<RetentionLine>> LinesAsync(RetentionRunDocument run) =>
        Runs.BatchesAsync(run.Id, null, null, default).SelectMany(b => b.Batch.Lines.ToAsyncEnumerable()).ToListAsync().AsTask();

    public async Task<bool> HasAsync(string container, PersonId person, string id) =>
        await Documents.GetAsync<System.Text.Json.Nodes.JsonObject>(new DocumentKey(container, person.Value, id), default) is not null;

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(string kind) => (await Reader.ReadAsync(new AuditQuery(0, 1000, kind), default)).Entries;

    public Task CustomerAsync(string number, DateTimeOffset joined, string? country = null) => PutAsync(
        Customer.Container, Person(number), Customer.DocumentId, new Customer { Id = new CustomerId(number), Name = "Name of " + number, Country = country, JoinedAt = joined });

    public Task OrderAsync(string number, string order, DateTimeOffset placed) => PutAsync(
        OrderStore.Container,
        Person(number),
        order,
        new Order
        {
            Id = new OrderId(order),
            Customer = new CustomerId(number),
            PlacedAt = placed,
            Status = OrderStatus.Delivered,
            Lines = [new OrderLine(new Sku("P1"), "Tent", 2, new Money(19.5m, "EUR")), new OrderLine(new Sku("P2"), "Lamp", 1, new Money(7m, "EUR"))],
        });

    public Task VisitAsync(string number, string visit, params DateTimeOffset[] at) => PutAsync(
        EventStore.Container,
        Person(number),
        visit,
        new ShopperVisit("s", [.. at.Select((a, i) => new ShopperEvent { Id = $"{visit}-{i}", Type = ShopperEventType.View, At = a })]));

    public Task ReviewAsync(string number, string review, DateTimeOffset? at) => PutAsync(
        Review.Container, Person(number), review, new Review { Id = review, Customer = new CustomerId(number), Sku = new Sku("P1"), Rating = 4, Text = "Words of " + number, At = at });

    public Task TicketAsync(string number, string ticket, DateTimeOffset created) => PutAsync(
        Ticket.Container, Person(number), ticket, new Ticket { Id = ticket, Customer = new CustomerId(number), Subject = "Help", CreatedAt = created });

    /// <summary>A conversation with a turn at each instant.</summary>
    public async Task<Guid> ConversationAsync(string number, DateTimeOffset created, params DateTimeOffset[] turns)
    {
        var conversation = new ConversationDocument { Id = Guid.NewGuid(), Person = Person(number), CreatedAt = created, Disclosure = "d@1" };
        await _conversations.CreateAsync(conversation, default);
        foreach (var at in turns)
        {
            var taken = new PendingTurn { Turn = Guid.NewGuid(), Number = 1, Message = "Hello", At = at, ActorRole = "shopper", AuditEntryId = AuditEvent.NewEntryId(), Decision = Guid.NewGuid() };
            await _conversations.WriteTurnAsync(Person(number), new TurnDocument { Conversation = conversation.Id, Taken = taken }, WriteCondition.Always, default);
        }

        return conversation.Id;
    }

    public async Task<Guid> HoldAsync(string number, params string[] stores)
    {
        var hold = new LegalHold
        {
            Id = Guid.NewGuid(),
            Request = Guid.NewGuid(),
            SubjectHash = await Hashes.OfAsync(Person(number), default),
            Scope = new HoldScope(stores, []),
            Rule = "A claim is before the court.",
            Citation = "GDPR Art. 17(3)(e)",
            ReviewOn = new DateOnly(2099, 1, 1),
            StaffId = "s",
            PlacedAt = Clock.GetUtcNow(),
        };
        await Holds.PlaceAsync(hold, default);
        return hold.Id;
    }

    public Task PutAsync<T>(string container, PersonId person, string id, T value)
        where T : class => Documents.UpsertAsync(new DocumentKey(container, person.Value, id), value, WriteCondition.Always, default);

    private async Task<bool> TakeAsync(Guid run, int store, int batch)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await Runner.TakeAsync(run, store, batch, default);
            }
            catch (Exception) when (tries < Tries)
            {
                // As the orchestration: again.
            }
            catch (Exception broken) when (broken is RetentionFailedException or IOException)
            {
                return await AgainAsync(() => Runner.GiveUpAsync(run, store, batch, default));
            }
        }
    }

    private static async Task<T> AgainAsync<T>(Func<Task<T>> step)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await step();
            }
            catch (IOException) when (tries < Tries)
            {
                // As the orchestration: again.
            }
        }
    }
}
