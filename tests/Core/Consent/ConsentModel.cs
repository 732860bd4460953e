using RetailServerless.Core.Consent;

namespace RetailServerless.Core.Tests.Consent;

/// <summary>Consent as plainly as it can be said: a list of what was said, and rules that read it from the front each time.</summary>
internal sealed class ConsentModel(ConsentModel.Policies policies)
{
    private readonly List<Said> _said = [];
    private readonly Dictionary<ConsentScope, FirstStep> _firstSteps = [];
    private bool _signalled;
    private DateOnly _lastSignal;

    public string? Country { get; set; }

    public int? BirthYear { get; set; }

    public int Decisions => _said.Count;

    public enum Answer
    {
        Refused,
        Asked,
        Yes,
    }

    private string Where => Country switch { "DE" or "AT" => "eu", "US-CA" => "california", _ => "default" };

    /// <summary>Whether data may be read.</summary>
    public bool MayRead(ConsentScope scope, bool signal, DateTimeOffset now)
    {
        if (scope.Purpose == Purpose.SaleOrShare && signal)
            return false;
        var last = _said.LastOrDefault(s => s.Scope == scope);
        if (last is null)
            return Where == "california" && scope.Purpose == Purpose.SaleOrShare && WhoAgrees(scope, now) is null;
        var rule = policies.Of(Where, scope.Purpose);
        return last.Yes
            && now < last.At.AddDays(last.Days) && now < last.At.AddDays(rule.Days)
            && last.Where == Where && last.Substance == rule.Substance
            && last.ByParent == (WhoAgrees(scope, now) == "parent");
    }

    /// <summary>What becomes of a yes.</summary>
    public Answer Yes(ConsentScope scope, bool ownAccord, bool parent, Guid? confirms, DateTimeOffset now)
    {
        var who = WhoAgrees(scope, now);
        if (parent != (who == "parent"))
            return Answer.Refused;
        var rule = policies.Of(Where, scope.Purpose);
        var last = _said.LastOrDefault(s => s.Scope == scope);
        if (last is not null && MayRead(scope, false, now))
            return last.Version == rule.Version ? Answer.Yes : Say(scope, parent, now);
        if (scope.Purpose != Purpose.SaleOrShare)
            return confirms is null ? Say(scope, parent, now) : Answer.Refused;
        if (last is { Yes: false } && !ownAccord && confirms is null && DateOnly.FromDateTime(now.UtcDateTime) < RestUntil(last))
            return Answer.Refused;
        if (last is not { Yes: false } && !(who is not null && Where == "california"))
            return confirms is null ? Say(scope, parent, now) : Answer.Refused;
        if (confirms is null)
        {
            _firstSteps[scope] = new FirstStep(null, now, Where, rule.Version, parent);
            return Answer.Asked;
        }

        return _firstSteps.TryGetValue(scope, out var first) && first.Id == confirms && first.ByParent == parent && now < first.At.AddHours(1) && (first.Where, first.Version) == (Where, rule.Version)
            ? Say(scope, parent, now)
            : Answer.Refused;
    }

    /// <summary>The first step got its number.</summary>
    public void Numbered(ConsentScope scope, Guid id) => _firstSteps[scope] = _firstSteps[scope] with { Id = id };

    public void No(ConsentScope scope, DateTimeOffset now)
    {
        foreach (var one in scope == Purpose.Marketing ? [ConsentFixture.ByEmail, ConsentFixture.BySms] : new[] { scope })
        {
            if (_firstSteps.Remove(one) || _said.LastOrDefault(s => s.Scope == one) is not { Yes: false })
                _said.Add(new Said(one, false, now, 0, Where, policies.Of(Where, one.Purpose), false));
        }
    }

    public void Signal(DateTimeOffset now)
    {
        if (!_signalled || _said.LastOrDefault(s => s.Scope == Purpose.SaleOrShare) is not { Yes: false })
            _said.Add(new Said(Purpose.SaleOrShare, false, now, 0, Where, policies.Of(Where, Purpose.SaleOrShare), false));
        _firstSteps.Remove(Purpose.SaleOrShare);
        _signalled = true;
        _lastSignal = DateOnly.FromDateTime(now.UtcDateTime);
    }

    private Answer Say(ConsentScope scope, bool parent, DateTimeOffset now)
    {
        var rule = policies.Of(Where, scope.Purpose);
        _said.Add(new Said(scope, true, now, rule.Days, Where, rule, parent));
        _firstSteps.Remove(scope);
        return Answer.Yes;
    }

    private DateOnly RestUntil(Said no)
    {
        var day = DateOnly.FromDateTime(no.At.UtcDateTime);
        return (_signalled && _lastSignal > day ? _lastSignal : day).AddYears(1).AddDays(1);
    }

    private string? WhoAgrees(ConsentScope scope, DateTimeOffset now)
    {
        if (BirthYear is not { } year)
            return null;
        var age = now.UtcDateTime.Year - year - 1;
        if (Where == "california")
            return scope.Purpose != Purpose.SaleOrShare || age >= 16 ? null : age < 13 ? "parent" : "person";
        return age < (Country == "AT" ? 14 : 16) ? "parent" : null;
    }

    /// <summary>One rule as it stands.</summary>
    public readonly record struct Rule(int Days, int Version, int Substance);

    /// <summary>The rules of all places.</summary>
    public sealed class Policies
    {
        private readonly Dictionary<(string Where, Purpose Purpose), Rule> _rules = [];

        public Rule Of(string where, Purpose purpose) => _rules.GetValueOrDefault((where, purpose), new Rule(300, 1, 1));

        public void Change(string where, Purpose purpose, Func<Rule, Rule> change) => _rules[(where, purpose)] = change(Of(where, purpose));
    }

    private sealed record Said(ConsentScope Scope, bool Yes, DateTimeOffset At, int Days, string Where, Rule Rule, bool ByParent)
    {
        public int Version => Rule.Version;

        public int Substance => Rule.Substance;
    }

    private sealed record FirstStep(Guid? Id, DateTimeOffset At, string Where, int Version, bool ByParent);
}
