using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Consent;

/// <summary>Gate and service over one store, with the policy of the product.</summary>
internal sealed class ConsentFixture
{
    public static readonly PersonId Ada = PersonId.Of(new CustomerId("ada"));

    public ConsentFixture()
    {
        var log = new AuditLog(AuditStore, Keys, Clock);
        var policies = new PolicyStore(Documents, Clock, NullLogger<PolicyStore>.Instance);
        Seeder = new PolicySeeder(Documents, log, policies, [new PolicyFolderType<ConsentPolicy>(ConsentPolicy.Folder)], Clock, NullLogger<PolicySeeder>.Instance);
        States = new ConsentStates(Documents, Clock);
        PolicyStore = policies;
        Policies = new ConsentPolicies(policies);
        Gate = new ConsentGate(Policies, States, Clock, NullLogger<ConsentGate>.Instance);
        Statistics = new ConsentStatistics(Documents, Clock);
        Signer = new ReceiptSigner(Documents, new MemoryKeyVault(), Clock);
        Service = new ConsentService(Policies, Documents, Keys, States, new ConsentOutbox(Documents, States, log, Signer, Statistics), Signer, Clock);
        Reader = new AuditReader(AuditStore, Keys);
    }

    public static readonly ConsentScope ByEmail = Purpose.Marketing.By(ContactChannel.Email);

    public static readonly ConsentScope BySms = Purpose.Marketing.By(ContactChannel.Sms);

    public static string PolicyFolder { get; } = Path.Combine(RepositoryRoot(), "policies");

    public static string PolicyYaml { get; } = File.ReadAllText(Path.Combine(PolicyFolder, "consent", "default.yaml"));

    public MemoryDocumentStore Documents { get; } = new();

    public MemoryAuditStore AuditStore { get; } = new();

    public MemoryPersonKeys Keys { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    public PolicySeeder Seeder { get; }

    public ConsentStates States { get; }

    public PolicyStore PolicyStore { get; }

    public ConsentPolicies Policies { get; }

    public IConsentGate Gate { get; }

    public ReceiptSigner Signer { get; }

    public ConsentStatistics Statistics { get; }

    public ConsentService Service { get; }

    public ConsentPolicyEffect Effect => new(Documents, Policies, States);

    public AuditReader Reader { get; }

    public static Task<ConsentFixture> CreateAsync() => CreateAsync(("default", PolicyYaml));

    /// <summary>With every consent policy of the product.</summary>
    public static Task<ConsentFixture> CreateWithAllAsync() =>
        CreateAsync([.. new[] { "default", "eu", "uk", "california" }.Select(n => (n, File.ReadAllText(Path.Combine(PolicyFolder, "consent", n + ".yaml"))))]);

    public static async Task<ConsentFixture> CreateAsync(params (string Name, string Yaml)[] policies)
    {
        var fixture = new ConsentFixture();
        Assert.Empty(await fixture.Seeder.SeedAsync([.. policies.Select(p => new PolicyText($"consent/{p.Name}.yaml", p.Yaml))], default));
        return fixture;
    }

    /// <summary>Puts another text of a consent policy in effect, now and in every cache.</summary>
    public async Task ApproveAsync(string name, int version, string yaml)
    {
        await Documents.UpsertAsync(
            new DocumentKey(PolicyDocument.Container, "consent/" + name, PolicyDocument.DocumentId(version)),
            new PolicyDocument
            {
                PolicyId = "consent/" + name,
                Version = version,
                Status = PolicyStatus.Approved,
                EffectiveFrom = Clock.GetUtcNow(),
                CreatedAt = Clock.GetUtcNow(),
                Author = "alma",
                Yaml = yaml,
                AuditEntryId = AuditEvent.NewEntryId(),
            },
            WriteCondition.Always,
            default);
        Clock.Advance(PolicyStore.MaxAge);
    }

    /// <summary>What the shop's customer record says.</summary>
    public async Task RecordAsync(string? country = null, string? region = null, string? ageBand = null, int? birthYear = null)
    {
        var customer = new Customer { Id = Ada.Customer!.Value, Country = country, Region = region, AgeBand = ageBand };
        if (birthYear is { } year)
            customer = customer with { Attributes = new Dictionary<string, string> { ["birthyear"] = $"{year}" } };
        await Documents.UpsertAsync(new DocumentKey(Customer.Container, Ada.Value, Customer.DocumentId), customer, WriteCondition.Always, default);
        Clock.Advance(ConsentStates.MaxAge);
    }

    public async Task<ConsentView> ViewAsync() => (await Service.GetAsync(Ada, default)).Value;

    public async Task<string?> RefusalAsync(ConsentScope scope) => (await AskAsync(scope)).Refusal?.Code;

    public ValueTask<GateAnswer> AskAsync(ConsentScope scope, bool gpc = false) => Gate.AskAsync(Ada, scope, new PrivacySignals(gpc), default);

    public async Task<ConsentView> PutAsync(ConsentScope scope, bool granted) => (await ChangeAsync(Change(scope, granted))).Value;

    /// <summary>A yes of the person's own accord, in as many steps as it takes.</summary>
    public async Task<ConsentView> OptInAsync(ConsentScope scope)
    {
        var view = (await ChangeAsync(Change(scope, true) with { OfOwnAccord = true })).Value;
        return Confirmation(view, scope) is { } id
            ? (await ChangeAsync(Change(scope, true) with { Confirmations = new Dictionary<ConsentScope, Guid> { [scope] = id } })).Value
            : view;
    }

    public static Guid? Confirmation(ConsentView view, ConsentScope scope) =>
        (scope.Channel is { } channel ? view.Purposes[scope.Purpose].Channels![channel] : view.Purposes[scope.Purpose]).Confirmation?.Id;

    public Task<Results.Result<ConsentView>> ChangeAsync(ConsentChange change) => Service.ChangeAsync(change, default);

    public Task<IReadOnlyList<ConsentReceipt>> ReceiptsAsync() => Service.ListReceiptsAsync(Ada, 0, 1000, default);

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(string kind = "consent") => (await Reader.ReadAsync(new AuditQuery(0, 1000, kind), default)).Entries;

    public static ConsentChange Change(ConsentScope scope, bool granted) => new()
    {
        Person = Ada,
        Purposes = new Dictionary<ConsentScope, bool> { [scope] = granted },
        Channel = "web",
        ActorRole = "shopper",
        Condition = WriteCondition.Always,
    };

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RetailServerless.sln")))
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;

        return folder;
    }
}
