using System.Reflection;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

/// <summary>Every container of documents is either known to hold nothing about people, or covered by a store that exports, erases and verifies.</summary>
[Collection(GovernanceGroup.Name)]
public sealed class PersonalDataTests(GovernanceHost host)
{
    // Why each holds nothing about people: policies and models are the shop's, keys of storefronts name shops, stock and demand are by SKU, imports hold counts and reasons,
    // catalog versions are products, and person-keys holds wrapped keys under tags that lead to nobody without the shop's key; erasing a person destroys theirs there.
    // consent-statistics holds counts by day and purpose under the random ids of audit entries, which lead to nobody without the log's bodies.
    // privacy-suppression holds keyed hashes of erased people that lead to nobody (see SubjectHashes), the signing keys those of certificates, checkpoints and receipts; consent-feed holds up to where changes were read.
    // retention-runs holds counts and references that lead to nobody; where items are is sealed under the run's key until it ends. anonymous-* is what is left when nobody can be told from it.
    // statistics holds noisy answers and what they cost, statistics-exports what was asked of exports and what was measured of their files. model-retraining names versions of models.
    private static readonly string[] Impersonal =
        ["policies", "models", "storefront-keys", "stock", "demand", "imports", "import-queue", "catalog", "person-keys",
         "privacy-suppression", "privacy-signing-keys", "audit-signing-keys", "consent-signing-keys", "consent-feed", "consent-statistics",
         "retention-runs", "anonymous-orders", "anonymous-reviews", "statistics", "statistics-exports", "model-retraining"];

    [Fact]
    public void Every_container_that_the_code_declares_is_registered_or_impersonal()
    {
        var covered = Stores().SelectMany(store => store.Description.Containers).Concat(Impersonal).ToHashSet(StringComparer.Ordinal);

        var missing = DeclaredContainers().Where(container => !covered.Contains(container));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_store_says_what_it_keeps_and_has_a_name_of_its_own()
    {
        var descriptions = Stores().Select(store => store.Description).ToList();

        Assert.Equal(descriptions.Count, descriptions.Select(d => d.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(descriptions, d => Assert.True(d.Contents.Length > 20 && d.Categories.Count > 0 && d.Purposes.Count > 0, d.Name));
    }

    [Fact]
    public void Every_store_that_rests_on_consent_alone_says_what_goes_when_the_person_takes_it_back()
    {
        var bound = Bound();

        // What may be read for doing what the person asked for rests on the contract, and stays.
        var missing = Stores().Select(store => store.Description).Where(d => !d.Purposes.Contains(Purpose.Service))
            .Where(d => !bound.Exists(b => b.Name == d.Name && d.Purposes.All(b.RestsOn.Contains)));

        Assert.Empty(missing.Select(d => d.Name));
        Assert.NotEmpty(bound);
    }

    [Fact]
    public void What_rests_on_consent_names_its_purposes_and_never_the_contract()
    {
        var bound = Bound();

        Assert.Equal(bound.Count, bound.Select(b => b.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(bound, b => Assert.True(b.RestsOn.Count > 0 && !b.RestsOn.Contains(Purpose.Service) && b.Words.Length > 10, b.Name));
    }

    [Fact]
    public async Task Every_store_has_a_rule_that_says_how_long_it_keeps_what_and_what_the_nightly_run_counts_it_can_take_from()
    {
        var rules = (await RetentionRuleBook.ReadAsync(host.Get<IPolicyStore>(), default)).Value;

        Assert.DoesNotContain(Stores().Select(store => store.Description.Name), name => !rules.Knows(name));
        Assert.Empty(rules.Rules.Select(r => r.Rule).Where(r => r.KeepFor is not null && host.Get<RetainedStores>().Find(r.Data) is null).Select(r => r.Data));
        Assert.DoesNotContain(rules.Rules.Select(r => r.Rule.With).OfType<string>(), name => !rules.Counts(name));
        Assert.Empty(rules.Rules.Select(r => r.Rule.Data).Except(Stores().Select(store => store.Description.Name)));
    }

    [Theory]
    [InlineData("consent")]
    [InlineData("consent-receipts")]
    [InlineData("decisions")]
    [InlineData("decision-reviews")]
    [InlineData("audit")]
    public void The_stores_of_governance_are_registered(string name) => Assert.Contains(Stores(), store => store.Description.Name == name);

    private static IEnumerable<string> DeclaredContainers() =>
        from type in typeof(IPersonalDataStore).Assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.IsLiteral && field.FieldType == typeof(string) && field.Name.EndsWith("Container", StringComparison.Ordinal)
        select (string)field.GetRawConstantValue()!;

    private List<IPurposeBoundData> Bound() => [.. host.Get<IEnumerable<IPurposeBoundData>>()];

    private List<IPersonalDataStore> Stores() => [.. host.Get<IEnumerable<IPersonalDataStore>>()];
}
