using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Consent;

/// <summary>What stays and what goes when one of several channels or purposes on which something rests is taken away, or comes to its end.</summary>
public sealed class RevocationRemovalTests
{
    private const string Channels = "    channels: [email, sms, phone, post, push]\n";
    private const string LongTime = "    expiresAfterDays: 395\n";

    private static string Divided { get; } = ConsentFixture.PolicyYaml;

    private static string Undivided { get; } = Divided.Replace(Channels, "", StringComparison.Ordinal);

    private static string Shorter { get; } = Divided.Replace(LongTime, "    expiresAfterDays: 100\n", StringComparison.Ordinal);

    [Fact]
    public async Task What_another_channel_still_covers_stays_until_the_last_is_taken_away()
    {
        var shop = await Shop.CreateAsync(Divided, Purpose.Marketing);
        await shop.Consent.PutAsync(ConsentFixture.ByEmail, true);
        await shop.Consent.PutAsync(ConsentFixture.BySms, true);

        await shop.Consent.PutAsync(ConsentFixture.ByEmail, false);
        var first = await shop.RemoveAsync();
        await shop.Consent.PutAsync(ConsentFixture.BySms, false);
        var last = await shop.RemoveAsync();

        Assert.Equal([ConsentFixture.ByEmail], first.Scopes);
        Assert.Equal([Purpose.Marketing], Assert.Single(first.Lines).KeptFor);
        Assert.Equal((1, null), (Assert.Single(last.Lines).Removed, last.Lines[0].KeptFor));
    }

    [Fact]
    public async Task A_no_to_a_divided_purpose_removes_everything()
    {
        var shop = await Shop.CreateAsync(Divided, Purpose.Marketing);
        await shop.Consent.PutAsync(ConsentFixture.ByEmail, true);
        await shop.Consent.PutAsync(ConsentFixture.BySms, true);

        await shop.Consent.PutAsync(Purpose.Marketing, false);

        var done = await shop.RemoveAsync();
        Assert.Equal([ConsentFixture.ByEmail, ConsentFixture.BySms], done.Scopes);
        Assert.Equal(1, Assert.Single(done.Lines).Removed);
    }

    [Fact]
    public async Task A_yes_to_the_whole_from_before_there_were_channels_keeps_nothing()
    {
        var shop = await Shop.CreateAsync(Undivided, Purpose.Marketing);
        await shop.Consent.PutAsync(Purpose.Marketing, true);
        await shop.Consent.ApproveAsync("default", 2, Divided);
        await shop.Consent.PutAsync(ConsentFixture.ByEmail, true);

        await shop.Consent.PutAsync(ConsentFixture.ByEmail, false);

        Assert.Equal(1, Assert.Single((await shop.RemoveAsync()).Lines).Removed);
    }

    [Fact]
    public async Task A_yes_to_a_channel_that_a_yes_to_the_whole_replaced_keeps_nothing()
    {
        var shop = await Shop.CreateAsync(Divided, Purpose.Marketing);
        await shop.Consent.PutAsync(ConsentFixture.ByEmail, true);
        await shop.Consent.ApproveAsync("default", 2, Undivided);
        shop.Consent.Clock.Advance(TimeSpan.FromDays(1));
        await shop.Consent.PutAsync(Purpose.Marketing, true);
        var then = await shop.Consent.Service.GetAtAsync(ConsentFixture.Ada, shop.Consent.Clock.GetUtcNow(), default);

        await shop.Consent.PutAsync(Purpose.Marketing, false);

        Assert.Equal([new ConsentScope(Purpose.Marketing)], then.Purposes.Keys);
        Assert.Equal(1, Assert.Single((await shop.RemoveAsync()).Lines).Removed);
    }

    [Fact]
    public async Task Purposes_that_a_policy_with_a_shorter_time_ends_together_do_not_keep_each_other()
    {
        var shop = await Shop.CreateAsync(Divided, Purpose.Personalization, Purpose.Analytics);
        await shop.Consent.PutAsync(Purpose.Personalization, true);
        await shop.Consent.PutAsync(Purpose.Analytics, true);
        var end = shop.Consent.Clock.GetUtcNow().AddDays(100);
        shop.Consent.Clock.Advance(TimeSpan.FromDays(110));
        await shop.Consent.ApproveAsync("default", 2, Shorter);

        Assert.Equal(end, (await shop.Consent.ViewAsync()).Purposes[Purpose.Analytics].ExpiresAt);
        Assert.Equal(2, await shop.Expiry.LookAsync(default));
        var done = await shop.RemoveAsync();

        Assert.Equal((RevocationCause.Expired, end), (done.Cause, done.At));
        Assert.Equal((1, null), (Assert.Single(done.Lines).Removed, done.Lines[0].KeptFor));
    }

    [Fact]
    public async Task Each_end_becomes_one_revocation_however_often_it_is_looked_for()
    {
        var shop = await Shop.CreateAsync(Undivided, Purpose.Marketing);
        await shop.Consent.PutAsync(Purpose.Marketing, true);
        await shop.Consent.ApproveAsync("default", 2, Divided);

        Assert.Equal(0, await shop.Expiry.LookAsync(default));
        shop.Consent.Clock.Advance(TimeSpan.FromDays(731));
        Assert.Equal(1, await shop.Expiry.LookAsync(default));
        Assert.Equal(1, await shop.Expiry.LookAsync(default));

        // One yes to the whole, which by now would have to be given by channel: all of them end.
        var revocation = Assert.Single(await shop.Revocations.ListAsync(ConsentFixture.Ada, null, null, default));
        Assert.Equal(ContactChannelNames.All.Select(c => Purpose.Marketing.By(c)), revocation.Scopes);
    }

    /// <summary>A shop with one thing that rests on purposes.</summary>
    private sealed class Shop : IPurposeBoundData
    {
        private readonly RevocationRemoval _removal;
        private int _items = 1;

        private Shop(ConsentFixture consent, Purpose[] restsOn)
        {
            Consent = consent;
            RestsOn = restsOn;
            Revocations = new RevocationStore(consent.Documents);
            Expiry = new RevocationExpiry(consent.Documents, consent.Service, Revocations, consent.Clock);
            var holds = new LegalHolds(consent.Documents, new RequestKeys(consent.Documents, new MemoryKeyVault()), new SubjectHashes(consent.Keys), consent.Clock);
            _removal = new RevocationRemoval(Revocations, consent.Service, consent.Gate, [this], [], holds, consent.Clock);
        }

        public ConsentFixture Consent { get; }

        public RevocationStore Revocations { get; }

        public RevocationExpiry Expiry { get; }

        public string Name => "letters";

        public string Words => "letters";

        public bool IsWork => false;

        public IReadOnlyList<Purpose> RestsOn { get; }

        public static async Task<Shop> CreateAsync(string yaml, params Purpose[] restsOn) => new(await ConsentFixture.CreateAsync(("default", yaml)), restsOn);

        /// <summary>Takes the steps of the oldest revocation that waits.</summary>
        public async Task<RevocationDocument> RemoveAsync()
        {
            var id = (await Revocations.ListOpenAsync(10, default))[0];
            foreach (var name in await _removal.OpenAsync(id, default))
                await _removal.RemoveAsync(id, name, default);

            await Revocations.CloseAsync(id, default);
            return (await Revocations.FindAsync(ConsentFixture.Ada, id, default))!;
        }

        public Task<int> CountAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken) => Task.FromResult(_items);

        public Task RemoveAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken)
        {
            _items = 0;
            return Task.CompletedTask;
        }
    }
}
