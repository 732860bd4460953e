using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Policies;

/// <summary>A policy, the rules of approval, and people who propose and decide.</summary>
internal sealed class PolicyBoard
{
    public const string Id = "chat/tone";

    public static readonly StaffMember Alma = new("alma", StaffRoles.GovernanceBoard, [StaffRoles.GovernanceBoard]);
    public static readonly StaffMember Boris = new("boris", StaffRoles.GovernanceBoard, [StaffRoles.GovernanceBoard]);
    public static readonly StaffMember Carla = new("carla", StaffRoles.GovernanceBoard, [StaffRoles.GovernanceBoard]);
    public static readonly StaffMember Officer = new("olga", StaffRoles.PrivacyOfficer, [StaffRoles.PrivacyOfficer]);

    private readonly AuditLog _log;

    public PolicyBoard()
    {
        _log = new AuditLog(AuditStore, Keys, Clock);
        Start();
    }

    public MemoryDocumentStore Documents { get; } = new();

    public MemoryAuditStore AuditStore { get; } = new();

    public MemoryPersonKeys Keys { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    public PolicyStore Store { get; private set; } = null!;

    public PolicyVersions Versions { get; private set; } = null!;

    public PolicyAnnouncer Announcer { get; private set; } = null!;

    public PolicyProposals Proposals { get; private set; } = null!;

    public PolicyDecisions Decisions { get; private set; } = null!;

    public static async Task<PolicyBoard> CreateAsync(int quorum = 1)
    {
        var board = new PolicyBoard();
        var rules = $"default: {{ propose: [Governance.Board, Privacy.Officer], approve: [Governance.Board], quorum: {quorum} }}\npolicies: {{}}";
        Assert.Empty(await board.Seeder.SeedAsync([new PolicyText(ApprovalPolicy.Id + ".yaml", rules), new PolicyText(Id + ".yaml", "mood: kind")], default));
        return board;
    }

    public PolicySeeder Seeder { get; private set; } = null!;

    /// <summary>Everything anew over the same stores, as after a crash.</summary>
    public void Start()
    {
        PolicyType[] types = [new PolicyType<Tone>(Id), new PolicyType<ApprovalPolicy>(ApprovalPolicy.Id), new PolicyFolderType<Tone>("tones")];
        Store = new PolicyStore(Documents, Clock, NullLogger<PolicyStore>.Instance);
        Seeder = new PolicySeeder(Documents, _log, Store, types, Clock, NullLogger<PolicySeeder>.Instance);
        Versions = new PolicyVersions(Documents);
        Announcer = new PolicyAnnouncer(_log, Versions, Store, Clock, NullLogger<PolicyAnnouncer>.Instance);
        var (all, rights) = (new PolicyTypes(types), new PolicyRights(Store));
        Proposals = new PolicyProposals(Versions, all, rights, Announcer, Clock);
        Decisions = new PolicyDecisions(Versions, all, rights, new PolicyEffects([], Clock), Announcer, Clock);
    }

    public Task<Result<StoredDocument<PolicyDocument>>> ProposeAsync(string yaml, StaffMember? by = null, DateTimeOffset? from = null, string? key = null, string id = Id) =>
        Proposals.ProposeAsync(new NewProposal { PolicyId = id, Yaml = yaml, By = by ?? Alma, EffectiveFrom = from, Reason = "It is better so.", IdempotencyKey = key }, default);

    public Task<Result<StoredDocument<PolicyDocument>>> ApproveAsync(int version, StaffMember? by = null, string? etag = null, string id = Id) =>
        Decisions.ApproveAsync(new PolicyDecision(id, version, by ?? Boris, null, etag), default);

    public Task<Result<StoredDocument<PolicyDocument>>> RejectAsync(int version, StaffMember? by = null) =>
        Decisions.RejectAsync(new PolicyDecision(Id, version, by ?? Boris, "No.", null), default);

    public Task<Result<StoredDocument<PolicyDocument>>> WithdrawAsync(int version, StaffMember? by = null) =>
        Decisions.WithdrawAsync(new PolicyDecision(Id, version, by ?? Alma, "A slip.", null), default);

    public Task<Result<StoredDocument<PolicyDocument>>> RollBackAsync(int version) =>
        Proposals.RollBackAsync(new NewProposal { PolicyId = Id, Yaml = string.Empty, By = Alma, Reason = "It was better before." }, version, default);

    public async Task<int> InEffectAsync() => (await Store.GetAsync<Tone>(Id, default)).Value.Version;

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(string kind) =>
        (await new AuditReader(AuditStore, Keys).ReadAsync(new AuditQuery(0, 1000, kind), default)).Entries;

    internal sealed record Tone(string Mood);
}
