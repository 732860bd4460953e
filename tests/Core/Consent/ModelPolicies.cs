using RetailServerless.Core.Consent;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Tests.Consent;

/// <summary>Policies of three places, made of the rules of a <see cref="ConsentModel"/>.</summary>
internal sealed class ModelPolicies(ConsentModel.Policies rules) : IPolicyStore
{
    private static readonly Purpose[] AllButService = [.. PurposeNames.All.Where(p => p != Purpose.Service)];

    private readonly Dictionary<string, Policy<ConsentPolicy>> _made = [];
    private readonly Dictionary<(string Where, Purpose Purpose), List<ConsentModel.Rule>> _before = [];

    public static IReadOnlyList<string> Places { get; } = ["california", "default", "eu"];

    /// <summary>Changes a rule, as an approved version would.</summary>
    public void Change(string where, Purpose purpose, Func<ConsentModel.Rule, ConsentModel.Rule> change)
    {
        Before(where, purpose).Add(rules.Of(where, purpose));
        rules.Change(where, purpose, change);
        _made.Remove(where);
    }

    public ValueTask<Result<Policy<T>>> GetAsync<T>(string id, CancellationToken cancellationToken)
        where T : class
    {
        var where = id["consent/".Length..];
        if (!_made.TryGetValue(where, out var policy))
            _made[where] = policy = new Policy<ConsentPolicy>(id, 1, Make(where));
        return ValueTask.FromResult<Result<Policy<T>>>((Policy<T>)(object)policy);
    }

    public ValueTask<Result<IReadOnlyList<string>>> ListAsync(string folder, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<IReadOnlyList<string>>>(Places.Select(p => "consent/" + p).ToList());

    private List<ConsentModel.Rule> Before(string where, Purpose purpose) =>
        _before.TryGetValue((where, purpose), out var before) ? before : _before[(where, purpose)] = [];

    private ConsentPolicy Make(string where)
    {
        var policy = new ConsentPolicy
        {
            Jurisdiction = where,
            AppliesTo = where switch { "eu" => ["DE", "AT"], "california" => ["US-CA"], _ => [] },
            Controller = "shop",
            Minors = where == "california"
                ? new MinorsPolicy(UnknownAge.Adult, [new AgeRule(13, OptInBy.Parent, [Purpose.SaleOrShare], "c"), new AgeRule(16, OptInBy.Person, [Purpose.SaleOrShare], "c")], [ParentalEvidence.SignedForm])
                : new MinorsPolicy(UnknownAge.Adult, [new AgeRule(16, OptInBy.Parent, AllButService, "c", new Dictionary<string, int> { ["AT"] = 14 })], [ParentalEvidence.SignedForm]),
            Purposes = PurposeNames.All.ToDictionary(p => p, p => Make(where, p)),
        };
        Assert.Empty(policy.Validate());
        return policy;
    }

    private PurposePolicy Make(string where, Purpose purpose)
    {
        var rule = rules.Of(where, purpose);
        var same = Before(where, purpose).Where(b => b.Substance == rule.Substance && b.Version != rule.Version).Select(b => $"{b.Version}").Distinct().ToList();
        var notice = new ConsentNotice($"{rule.Version}", "t", $"{where} {rule.Version}", same);
        return purpose == Purpose.Service
            ? new PurposePolicy(LegalBasis.Contract, notice)
            : new PurposePolicy(
                where == "california" && purpose == Purpose.SaleOrShare ? LegalBasis.OptOut : LegalBasis.Consent,
                notice,
                rule.Days,
                Channels: purpose == Purpose.Marketing ? [ContactChannel.Email, ContactChannel.Sms] : null);
    }
}
