using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Consent;
using RetailServerless.Core.Tests.Fakes;
using static RetailServerless.Core.Tests.Privacy.Regimes.RegimeFiles;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

/// <summary>The regimes as the platform reads them: from files, through the seeder, out of the policy store.</summary>
public sealed class PrivacyRegimesTests
{
    private static readonly string MadeUpFolder = Path.Combine(Path.GetDirectoryName(ConsentFixture.PolicyFolder)!, "tests", "Core", "Privacy", "Regimes", "MadeUp");
    private readonly MemoryDocumentStore _documents = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly PolicySeeder _seeder;
    private readonly PrivacyRegimes _regimes;

    public PrivacyRegimesTests()
    {
        var store = new PolicyStore(_documents, _clock, NullLogger<PolicyStore>.Instance);
        var types = new ServiceCollection().AddPrivacyRegimes().BuildServiceProvider().GetServices<PolicyType>();
        _seeder = new PolicySeeder(_documents, new AuditLog(new MemoryAuditStore(), new MemoryPersonKeys(), _clock), store, types, _clock, NullLogger<PolicySeeder>.Instance);
        _regimes = new PrivacyRegimes(store);
    }

    [Theory]
    [InlineData("DE", null, "gdpr")]
    [InlineData("IE", null, "gdpr")]
    [InlineData("NO", null, "gdpr")] // The European Economic Area.
    [InlineData("GB", null, "uk-gdpr")]
    [InlineData("gb", "GB-ENG", "uk-gdpr")]
    [InlineData(null, "GB-SCT", "uk-gdpr")]
    [InlineData("US", "US-CA", "ccpa")]
    [InlineData(null, "us-ca", "ccpa")]
    [InlineData("US", "US-NY", "gdpr")] // No regime of its own: the one that applies everywhere else.
    [InlineData("US", null, "gdpr")]
    [InlineData("XR", null, "gdpr")]
    [InlineData(null, null, "gdpr")]
    public async Task The_residence_that_a_person_states_decides_the_regime(string? country, string? region, string regime)
    {
        Assert.Empty(await SeedAsync());

        var directory = (await _regimes.GetAsync(default)).Value;

        Assert.Equal(regime, directory.For(new Residence(country, region)).Id);
        Assert.Equal(["ccpa", "gdpr", "uk-gdpr"], directory.All.Select(r => r.Id));
        Assert.Equal($"privacy/{regime}@1", directory.Find(regime)!.Reference);
    }

    [Fact]
    public async Task Another_regime_is_another_file()
    {
        Assert.Empty(await SeedAsync(await FilesAsync(MadeUpFolder)));

        var regime = (await _regimes.GetAsync(default)).Value.For(new Residence("XR"));

        // Received on Tuesday 24 February 2026. Working days: 25, 26 February; 1 March is Founding Day, a Sunday and here a day of work; 2 to 5 March are 6, 8 to 12 are 11,
        // 15 to 19 are 16, 22 to 25 are 20: Wednesday 25 March.
        var deadlines = regime.Deadlines(PrivacyRight.Access, Day("2026-02-24"));
        Assert.Equal("ruritania", regime.Id);
        Assert.Equal(Day("2026-02-26"), deadlines.Of(DeadlineKind.Acknowledgement).DueDate);
        Assert.Equal(Day("2026-03-25"), deadlines.Of(DeadlineKind.Answer).DueDate);
        Assert.Equal(ProofKind.MatchingDataPoints, Assert.Single(regime.Verification.Demand(new VerificationSituation(PrivacyRight.Deletion)).Value.Needed).Kind);
    }

    [Fact]
    public async Task Business_days_of_waiting_are_left_out_of_business_days()
    {
        await SeedAsync(await FilesAsync(MadeUpFolder));
        var regime = (await _regimes.GetAsync("ruritania", default)).Value;

        // 3 to 8 March stand still: of them 3, 4, 5 and 8 are working days. Four working days after Wednesday 25 March: 26, 29, 30, 31.
        var answer = regime.Deadlines(
            PrivacyRight.Access, Day("2026-02-24"), null, new ClockStop(StopReason.Identity, At(regime, Day("2026-03-03")), At(regime, Day("2026-03-08")))).Of(DeadlineKind.Answer);

        Assert.Equal(Day("2026-03-31"), answer.DueDate);
    }

    [Fact]
    public async Task A_day_that_begins_after_a_midnight_that_does_not_exist_ends_the_day_before()
    {
        await SeedAsync(await FilesAsync(MadeUpFolder));
        var regime = (await _regimes.GetAsync("ruritania", default)).Value;

        // In Cairo clocks jumped on Friday 24 April 2026 from 00:00 to 01:00. 20 working days before Thursday 23 April is Thursday 26 March.
        var answer = regime.Deadlines(PrivacyRight.Access, Day("2026-03-26")).Of(DeadlineKind.Answer);

        Assert.Equal((Day("2026-04-23"), DateTimeOffset.Parse("2026-04-23T22:00:00Z")), (answer.DueDate, answer.DueInstant));
    }

    [Fact]
    public async Task A_bad_regime_is_refused_when_it_is_seeded_although_nobody_named_its_file()
    {
        var files = await FilesAsync(MadeUpFolder);
        var bad = files.Select(f => f.File == "privacy/ruritania.yaml" ? f with { Yaml = f.Yaml.Replace("amount: 20", "amount: 2000", StringComparison.Ordinal) } : f).ToList();

        var refused = await SeedAsync(bad);

        Assert.Matches(@"^privacy/ruritania\.yaml:\d+: \$\.clocks\.fast\.answer\.amount must be 1 to 366", Assert.Single(refused).Detail);
        Assert.Null((await _regimes.GetAsync(default)).Value.Find("ruritania"));
    }

    [Theory]
    [InlineData("countries: [XR]", "countries: [XR, GB]", "'ruritania' and 'uk-gdpr' both say that they apply in GB")]
    [InlineData("countries: [XR]", "everywhereElse: true", "Exactly one regime must apply everywhere else; 2 do: gdpr, ruritania")]
    [InlineData("calendar: ruritania", "calendar: sylvania", "'privacy/calendars/sylvania'")]
    public async Task Regimes_that_do_not_fit_together_are_a_failure_and_nothing_is_guessed(string from, string to, string reason)
    {
        var files = (await FilesAsync(MadeUpFolder)).Select(f => f with { Yaml = f.Yaml.Replace(from, to, StringComparison.Ordinal) }).ToList();
        Assert.Empty(await SeedAsync(files));

        var failure = (await _regimes.GetAsync(default)).Failure!;

        Assert.Contains(reason, failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_a_failure()
    {
        await SeedAsync();
        _documents.Fault = (_, _) => new IOException("gone");

        Assert.Equal(PolicyFailures.Unavailable, (await _regimes.GetAsync(default)).Failure!.Code);
        Assert.Equal(PolicyFailures.Unavailable, (await _regimes.GetAsync("gdpr", default)).Failure!.Code);
    }

    [Fact]
    public async Task A_regime_that_does_not_exist_is_missing() => Assert.Equal(PolicyFailures.Missing, (await _regimes.GetAsync("atlantis", default)).Failure!.Code);

    [Fact]
    public async Task A_new_version_of_a_calendar_counts_within_a_second_and_until_then_nothing_is_made_anew()
    {
        await SeedAsync();
        var before = (await _regimes.GetAsync("gdpr", default)).Value;
        Assert.Same(before, (await _regimes.GetAsync("gdpr", default)).Value);
        var key = new DocumentKey(PolicyDocument.Container, "privacy/calendars/germany", PolicyDocument.DocumentId(1));
        var first = (await _documents.GetAsync<PolicyDocument>(key, default))!.Value;
        var yaml = first.Yaml + "  - { name: Epiphany, on: { month: 1, day: 6 }, citation: Bavarian Holiday Act Art. 1 }\n";
        await _documents.UpsertAsync(key with { Id = PolicyDocument.DocumentId(2) }, first with { Version = 2, Yaml = yaml }, WriteCondition.Always, default);

        _clock.Advance(PolicyStore.MaxAge);

        var after = (await _regimes.GetAsync("gdpr", default)).Value;
        Assert.Equal(Day("2027-01-06"), before.Deadlines(PrivacyRight.Access, Day("2026-12-06")).Of(DeadlineKind.Answer).DueDate);
        Assert.Equal(Day("2027-01-07"), after.Deadlines(PrivacyRight.Access, Day("2026-12-06")).Of(DeadlineKind.Answer).DueDate);
    }

    [Fact]
    public async Task A_regime_that_is_added_later_applies_within_a_second()
    {
        await SeedAsync();
        Assert.Equal("gdpr", (await _regimes.GetAsync(default)).Value.For(new Residence("XR")).Id);

        await SeedAsync(await FilesAsync(MadeUpFolder));
        _clock.Advance(PolicyStore.MaxAge);

        Assert.Equal("ruritania", (await _regimes.GetAsync(default)).Value.For(new Residence("XR")).Id);
    }

    private async Task<IReadOnlyList<Results.Failure>> SeedAsync(IReadOnlyList<PolicyText>? more = null) =>
        await _seeder.SeedAsync([.. await FilesAsync(ConsentFixture.PolicyFolder), .. more ?? []], default);

    private static async Task<IReadOnlyList<PolicyText>> FilesAsync(string folder)
    {
        var files = new List<PolicyText>();
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "privacy"), "*.yaml", SearchOption.AllDirectories))
            files.Add(new PolicyText(Path.GetRelativePath(folder, file), await File.ReadAllTextAsync(file)));
        return files;
    }
}
