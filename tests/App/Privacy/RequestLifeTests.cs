using RetailServerless.Core.Consent;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Privacy;

namespace RetailServerless.Functions.Tests.Privacy;

/// <summary>What happens to requests long after they were answered.</summary>
public sealed class RequestLifeTests
{
    private static readonly Residence California = new("US", "US-CA");

    [Fact]
    public async Task The_record_of_a_request_is_kept_24_months_and_then_nothing_of_it_is_left()
    {
        await using var host = await ClockHost.StartAsync(new DateTimeOffset(2028, 2, 29, 18, 0, 0, TimeSpan.Zero));
        var person = await host.CustomerAsync();
        var id = await host.AskAsync(person, PrivacyRight.OptOutOfSaleOrSharing, California);
        var closed = await host.UntilAsync(id, r => r.Status == RequestStatus.Completed);
        var keeping = host.Get<RequestKeeping>();

        host.AdvanceTo(new DateTimeOffset(2030, 3, 1, 7, 59, 0, TimeSpan.Zero)); // 28 February in California.
        var early = await keeping.ForgetOldAsync(default);
        host.AdvanceTo(new DateTimeOffset(2030, 3, 1, 8, 1, 0, TimeSpan.Zero));
        var late = await keeping.ForgetOldAsync(default);

        Assert.Equal((0, 1), (early, late));
        Assert.Null(await host.Get<RequestStore>().FindAsync(id, default));
        var documents = host.Get<IDocumentStore>();
        foreach (var container in new[] { DataSubjectRequestDocument.Container, RequestStore.QueueContainer, RequestStore.SubjectContainer })
        {
            Assert.Empty(await documents.PartitionsAsync(container, null, default).ToListAsync());
        }

        // Nights of retention have keys of their own in the same place.
        Assert.DoesNotContain(id.ToString("N"), await documents.PartitionsAsync(RequestKeys.Container, null, default).ToListAsync());

        var again = await host.AskAsync(person, PrivacyRight.OptOutOfSaleOrSharing, California);
        Assert.NotEqual(closed.Id, again);
    }

    [Fact]
    public async Task A_restriction_is_lifted_only_after_the_person_was_told_and_some_days_passed()
    {
        await using var host = await ClockHost.StartAsync(new DateTimeOffset(2028, 5, 3, 8, 0, 0, TimeSpan.Zero));
        var person = await host.CustomerAsync();
        var id = await host.AskAsync(person, PrivacyRight.Restriction, new Residence("DE", null));
        await SettledAsync(host, id);
        var decided = await host.Get<RestrictionLifts>().DecideAsync((await host.Get<RequestStore>().FindAsync(id, default))!, "The dispute about the address is over.", "Privacy.Officer", default);
        await host.Get<RequestRunner>().StartLiftAsync(host.Get<Microsoft.DurableTask.Client.DurableTaskClient>(), id, default);
        var told = await host.UntilAsync(id, r => r.Notices.Any(n => n is { Kind: NoticeKind.RestrictionLift, Channel: "email" }));

        host.AdvanceTo(told.Lift!.LiftsAt.AddSeconds(-1));
        var before = await GateAsync(host, person);
        host.PassTo(told.Lift.LiftsAt);
        var lifted = await host.UntilAsync(id, r => r.Lift!.LiftedAt is not null);
        var after = await GateAsync(host, person);

        Assert.Equal(decided.Value.Lift!.AnnouncedAt.AddDays(7), told.Lift.LiftsAt);
        Assert.Contains("The dispute about the address is over.", await host.MessageAsync(id, NoticeKind.RestrictionLift), StringComparison.Ordinal);
        Assert.Equal("processing-restricted", before.Refusal!.Code);
        Assert.NotNull(after.Grant);
        var order = lifted.Timeline.Select(line => line.Kind).ToList();
        Assert.True(order.IndexOf(RequestEventKind.PersonTold) < order.IndexOf(RequestEventKind.RestrictionLifted));
    }

    [Fact]
    public async Task A_restriction_that_was_asked_for_again_outlasts_the_lift_of_the_first()
    {
        await using var host = await ClockHost.StartAsync(new DateTimeOffset(2028, 5, 3, 8, 0, 0, TimeSpan.Zero));
        var person = await host.CustomerAsync();
        var germany = new Residence("DE", null);
        var first = await host.AskAsync(person, PrivacyRight.Restriction, germany);
        await SettledAsync(host, first);
        var decided = (await host.Get<RestrictionLifts>().DecideAsync((await host.Get<RequestStore>().FindAsync(first, default))!, "Settled.", "Privacy.Officer", default)).Value;
        var second = await host.AskAsync(person, PrivacyRight.Restriction, germany);
        await host.UntilAsync(second, r => r.Status == RequestStatus.Completed);

        host.AdvanceTo(decided.Lift!.LiftsAt);
        await host.Get<RestrictionLifts>().LiftAsync(first, default);

        Assert.NotNull((await host.ReadAsync(first)).Lift!.LiftedAt);
        Assert.Equal("processing-restricted", (await GateAsync(host, person)).Refusal!.Code);
    }

    // Nothing is written to it any more, not even that the person was told: a decision is made over the version that was read.
    private static Task<DataSubjectRequestDocument> SettledAsync(ClockHost host, Guid id) =>
        host.UntilAsync(id, r => r.Status == RequestStatus.Completed && r.Notices.Any(n => n.Kind == NoticeKind.Done) && r.Notices.All(n => n.Channel is not null));

    private static async Task<GateAnswer> GateAsync(ClockHost host, Core.People.PersonId person) =>
        await host.Get<IConsentGate>().AskAsync(person, Purpose.Service, PrivacySignals.None, default);
}
