using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Access;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.People;
using RetailServerless.Core.Personalization;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Consent;
using RetailServerless.Functions.Tests.Governance;
using RetailServerless.Functions.Tests.Privacy;

namespace RetailServerless.Functions.Tests.Consent;

/// <summary>What becomes of data when a person takes a purpose away.</summary>
public sealed class RevocationTests : IClassFixture<RevocationTests.Shop>
{
    private readonly Shop _shop;
    private readonly PrivacyShop _person;

    public RevocationTests(Shop shop)
    {
        _shop = shop;
        _person = new PrivacyShop(shop.Host);
    }

    private string Url => $"api/customers/{_person.Customer}/consent";

    [Fact]
    public async Task A_revocation_removes_what_was_collected_and_the_person_gets_a_confirmation()
    {
        await _person.FillAsync();
        await PutAsync("personalization", true);
        await CollectAsync(3);
        await PutAsync("personalization", false);

        var done = await DoneAsync();

        Assert.Empty(await EventsAsync());
        Assert.Equal("withdrawn", (string?)done["cause"]);
        Assert.Equal(3, (int)Item(done, "events")["removed"]!);
        Assert.NotNull(done["completedAt"]);
        Assert.Contains("You have withdrawn your consent to choosing things for you.", (string?)done["confirmation"], StringComparison.Ordinal);
        Assert.Contains("(3)", (string?)done["confirmation"], StringComparison.Ordinal);
        Assert.False((bool)done["heldByLaw"]!);
        var sent = Assert.Single(_shop.Sent, s => s.Address == _person.Email);
        Assert.Equal((string?)done["confirmation"], sent.Text);
        var entry = Assert.Single(await _shop.Host.AuditAsync(RevocationCompletion.AuditKind), e => (string?)e!["body"]?["revocationId"] == (string?)done["id"]);
        Assert.Equal(3, (int)entry!["body"]!["removed"]!["events"]!);
    }

    [Fact]
    public async Task What_another_purpose_still_covers_stays_and_the_person_is_told_so()
    {
        await PutAsync("personalization", true);
        await PutAsync("analytics", true);
        await CollectAsync(2);
        await PutAsync("personalization", false);
        var first = await DoneAsync();
        var kept = (await EventsAsync()).Count;
        await PutAsync("analytics", false);
        var second = await DoneAsync(2);

        Assert.Equal(2, kept);
        Assert.Equal(["analytics"], Item(first, "events")["keptFor"]!.AsArray().Select(p => (string?)p));
        Assert.Contains("because you still agree to measuring how the shop is used", (string?)first["confirmation"], StringComparison.Ordinal);
        Assert.Equal(2, (int)Item(second, "events")["removed"]!);
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task Agreeing_again_does_not_bring_back_what_was_removed_and_keeps_what_came_after()
    {
        await PutAsync("personalization", true);
        await CollectAsync(2);
        await PutAsync("personalization", false);
        await PutAsync("personalization", true);
        await CollectAsync(1, "later");
        await DoneAsync();

        Assert.Equal(["later-0"], (await EventsAsync()).Select(e => e.Id));
    }

    [Fact]
    public async Task A_legal_hold_keeps_what_it_covers_sealed_and_the_confirmation_says_so_without_detail()
    {
        await _person.FillAsync();
        await PutAsync("personalization", true);
        await CollectAsync(2);
        var holds = _shop.Host.Get<LegalHolds>();
        var hold = await HoldAsync(holds);
        await PutAsync("personalization", false);

        var done = await DoneAsync();
        var kept = await holds.ReadAsync(hold.Id, default).ToListAsync();

        Assert.Empty(await EventsAsync());
        Assert.True((bool)done["heldByLaw"]!);
        Assert.Contains("locked away", (string?)done["confirmation"], StringComparison.Ordinal);
        Assert.DoesNotContain(hold.Rule, done.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(hold.Citation, done.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(kept).Item["events"]!.AsArray().Count);
        Assert.Equal("events", kept[0].Store);
    }

    [Fact]
    public async Task An_opt_out_of_sale_tells_processors_to_stop_with_a_signed_message()
    {
        await PutAsync("saleOrShare", false);

        var done = await DoneAsync();

        var told = Assert.Single(_shop.Told, t => t.CustomerId == _person.Customer);
        Assert.Equal("sale:opt-out", told.Exercise);
        Assert.Equal((string?)done["id"], told.RequestId.ToString());
        Assert.Equal("optedOut", (string?)done["cause"]);
        Assert.Equal("fulfilled", (string?)done["processors"]![0]!["status"]);
        Assert.Contains("to stop too", (string?)done["confirmation"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_privacy_signal_of_a_browser_is_an_opt_out_like_any_other()
    {
        await _shop.Host.AsStorefrontAsync(HttpMethod.Get, "api/products/search?q=tent", _person.Customer, null, ("Sec-GPC", "1"));

        var done = await DoneAsync();

        Assert.Equal("globalPrivacyControl", (string?)done["cause"]);
        Assert.Contains(_shop.Told, t => t.CustomerId == _person.Customer && t.Exercise == "sale:opt-out");
    }

    [Fact]
    public async Task A_first_no_to_something_that_was_never_allowed_takes_nothing_away()
    {
        await PutAsync("marketing", false);
        await PutAsync("personalization", false);
        await PutAsync("saleOrShare", false);

        var only = await DoneAsync();

        Assert.Equal(["saleOrShare"], only["purposes"]!.AsArray().Select(p => (string?)p));
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Nobody_sees_the_revocations_of_another()
    {
        await PutAsync("saleOrShare", false);
        var id = (string)(await DoneAsync())["id"]!;

        foreach (var url in new[] { $"{Url}/revocations", $"{Url}/revocations/{id}" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await _shop.Host.AsShopperAsync(HttpMethod.Get, url, "somebody-else")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await _shop.Host.AsStorefrontAsync(HttpMethod.Get, url, _person.Customer)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await _shop.Host.AsStaffAsync(HttpMethod.Get, url, StaffRoles.GovernanceAuditor)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await _shop.Host.AsStaffAsync(HttpMethod.Get, url, StaffRoles.PrivacyOfficer)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _shop.Host.AsShopperAsync(HttpMethod.Get, $"{Url}/revocations/{Guid.NewGuid()}", _person.Customer)).StatusCode);
    }

    [Fact]
    public async Task Erasing_a_person_leaves_neither_revocation_nor_confirmation()
    {
        await _person.FillAsync();
        await PutAsync("saleOrShare", false);
        var id = Guid.Parse((string)(await DoneAsync())["id"]!);
        var store = _shop.Host.Get<IEnumerable<Core.Privacy.IPersonalDataStore>>().Single(s => s.Description.Name == "consent-revocations");

        Assert.Equal(1, await store.CountAsync(_person.Person, default));
        Assert.Equal(1, await store.EraseAsync(_person.Person, default));
        Assert.Equal(0, await store.CountAsync(_person.Person, default));
        Assert.Null(await _shop.Host.Get<RevocationStore>().OwnerOfAsync(id, default));
        Assert.DoesNotContain(_shop.Sent, s => s.Revocation == id);
    }

    private static JsonObject Item(JsonObject revocation, string name) => revocation["items"]!.AsArray().Single(i => (string?)i!["name"] == name)!.AsObject();

    private async Task PutAsync(string purpose, bool granted)
    {
        var answer = await _shop.Host.AsShopperAsync(HttpMethod.Put, Url, _person.Customer, new { purposes = new Dictionary<string, bool> { [purpose] = granted }, channel = "web" });
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private async Task CollectAsync(int count, string name = "first")
    {
        var now = DateTimeOffset.UtcNow;
        var events = Enumerable.Range(0, count).Select(i => new PersonEvent(
            _person.Person, "s", new ShopperEvent { Id = $"{name}-{i}", Type = ShopperEventType.View, At = now, Sku = new Sku("P5") }));
        var written = await _shop.Host.Get<EventStore>().WriteAsync([.. events], PrivacySignals.None, default);
        Assert.Equal(count, written.Added);
    }

    private async Task<List<ShopperEvent>> EventsAsync() => await _shop.Host.Get<IDocumentStore>()
        .QueryAsync<ShopperVisit>(EventStore.Container, _person.Person.Value, DocumentQuery.All, default).SelectMany(v => v.Value.Events.ToAsyncEnumerable()).ToListAsync();

    private async Task<LegalHold> HoldAsync(LegalHolds holds)
    {
        var hold = new LegalHold
        {
            Id = Guid.CreateVersion7(),
            Request = Guid.CreateVersion7(),
            SubjectHash = await _shop.Host.Get<SubjectHashes>().OfAsync(_person.Person, default),
            Scope = new HoldScope(["events"], []),
            Rule = "A dispute about a sale is before a court.",
            Citation = "GDPR Art. 17(3)(e)",
            ReviewOn = new DateOnly(2099, 1, 1),
            StaffId = "staff",
            PlacedAt = DateTimeOffset.UtcNow,
        };
        await holds.PlaceAsync(hold, default);
        return hold;
    }

    private async Task<List<JsonObject>> ListAsync() =>
        [.. (await GovernanceHost.ReadAsync(await _shop.Host.AsShopperAsync(HttpMethod.Get, $"{Url}/revocations", _person.Customer)))["items"]!.AsArray().Select(i => i!.AsObject())];

    /// <summary>The newest revocation once all of so many are done; it waits for the timer that starts them.</summary>
    private async Task<JsonObject> DoneAsync(int count = 1)
    {
        for (var tries = 0; ; tries++)
        {
            var all = await ListAsync();
            if (all.Count == count && all.TrueForAll(r => (string?)r["status"] == "completed"))
            {
                return all[^1];
            }

            Assert.True(tries < 600, JsonSerializer.Serialize(all));
            await Task.Delay(100);
        }
    }

    /// <summary>A shop that passes data on to one processor, and whose mailer takes messages out of the outbox.</summary>
    public sealed class Shop : IAsyncLifetime
    {
        private readonly Recorder _recorder = new();

        public Shop() => Host = new GovernanceHost(services =>
        {
            services.AddSingleton(new Processor("ads", new Uri("https://ads.example/requests"), new byte[32]));
            services.AddSingleton<IProcessorGateway>(_recorder);
            services.AddSingleton<IRevocationConfirmations>(_recorder);
        });

        public GovernanceHost Host { get; }

        internal IReadOnlyCollection<ProcessorRequest> Told => [.. _recorder.Told];

        internal IReadOnlyCollection<RevocationConfirmation> Sent => [.. _recorder.Sent.Values];

        public Task InitializeAsync() => Host.InitializeAsync();

        public Task DisposeAsync() => Host.DisposeAsync();

        private sealed class Recorder : IProcessorGateway, IRevocationConfirmations
        {
            public System.Collections.Concurrent.ConcurrentQueue<ProcessorRequest> Told { get; } = new();

            public System.Collections.Concurrent.ConcurrentDictionary<Guid, RevocationConfirmation> Sent { get; } = new();

            public Task<(ProcessorStatus Status, string Proof)?> TellAsync(Processor processor, ProcessorRequest request, CancellationToken cancellationToken)
            {
                Told.Enqueue(request);
                return Task.FromResult<(ProcessorStatus, string)?>((new ProcessorStatus(request.RequestId, "fulfilled"), "proof"));
            }

            public Task SendAsync(RevocationConfirmation confirmation, CancellationToken cancellationToken)
            {
                Sent[confirmation.Revocation] = confirmation;
                return Task.CompletedTask;
            }

            public Task ForgetAsync(Guid revocation, CancellationToken cancellationToken)
            {
                Sent.TryRemove(revocation, out _);
                return Task.CompletedTask;
            }
        }
    }
}
