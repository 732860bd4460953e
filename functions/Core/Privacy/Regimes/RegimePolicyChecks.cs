using System.Text.RegularExpressions;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>What makes a regime unusable although each member could be read.</summary>
internal static partial class RegimePolicyChecks
{
    private const string NotEmpty = "must have a citation and a sentence: a rule that cannot be shown is no rule";

    public static IEnumerable<PolicyProblem> Find(RegimePolicy policy) =>
        [.. Header(policy), .. policy.Clocks.SelectMany(c => Clock(c.Value, $"$.clocks.{c.Key}")), .. Rights(policy), .. Verification(policy), .. Others(policy)];

    private static IEnumerable<PolicyProblem> Header(RegimePolicy policy)
    {
        if (string.IsNullOrWhiteSpace(policy.Name))
            yield return new PolicyProblem("$.name", "must not be empty");
        if (string.IsNullOrWhiteSpace(policy.Law))
            yield return new PolicyProblem("$.law", "must not be empty");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(policy.TimeZone, out _))
            yield return new PolicyProblem("$.timeZone", "must be an IANA time zone, as Europe/Berlin");
        if (!Slug().IsMatch(policy.Calendar))
            yield return new PolicyProblem("$.calendar", "must be the name of a file of privacy/calendars, without extension");
        if (policy.WarnDaysBefore.Count == 0 || policy.WarnDaysBefore.Any(d => d is < 0 or > 60) || policy.WarnDaysBefore.Distinct().Count() != policy.WarnDaysBefore.Count)
            yield return new PolicyProblem("$.warnDaysBefore", "must be different numbers of 0 to 60 days, at least one: a clock must warn before it is missed");
        for (var i = 0; i < policy.AppliesTo.Countries.Count; i++)
        {
            if (!Country().IsMatch(policy.AppliesTo.Countries[i]))
                yield return new PolicyProblem($"$.appliesTo.countries[{i}]", "must be a country of ISO 3166-1, as DE");
        }

        for (var i = 0; i < policy.AppliesTo.Regions.Count; i++)
        {
            if (!Region().IsMatch(policy.AppliesTo.Regions[i]))
                yield return new PolicyProblem($"$.appliesTo.regions[{i}]", "must be a region of ISO 3166-2, as US-CA");
        }

        if (policy.AppliesTo is { Countries.Count: 0, Regions.Count: 0, EverywhereElse: false })
            yield return new PolicyProblem("$.appliesTo", "must name a country, a region or everywhereElse: a regime that never applies protects nobody");
    }

    private static IEnumerable<PolicyProblem> Clock(ClockRules clock, string path)
    {
        foreach (var (name, period) in new[] { ("acknowledgement", clock.Acknowledgement), ("answer", clock.Answer) })
        {
            if (period is null)
                continue;
            if (period.Amount is < 1 or > 366)
                yield return new PolicyProblem($"{path}.{name}.amount", "must be 1 to 366");
            if (period.End == PeriodEnd.NextWorkingDay && string.IsNullOrWhiteSpace(period.EndCitation))
                yield return new PolicyProblem($"{path}.{name}.endCitation", "must say which rule moves the end");
            foreach (var problem in Cited(period, $"{path}.{name}"))
                yield return problem;
        }

        if (clock.Extension is { } extension)
        {
            if (extension.Amount < 1)
                yield return new PolicyProblem($"{path}.extension.amount", "must be at least 1");
            if (clock.Answer.Amount + extension.Amount > extension.MaximumTotal)
                yield return new PolicyProblem($"{path}.extension.maximumTotal", "must hold the period of the answer and the extension");
            foreach (var problem in Cited(extension, $"{path}.extension"))
                yield return problem;
        }

        foreach (var (reason, stop) in clock.Stops)
        {
            foreach (var problem in Cited(stop, $"{path}.stops.{Camel(reason)}"))
                yield return problem;
        }
    }

    private static IEnumerable<PolicyProblem> Rights(RegimePolicy policy)
    {
        foreach (var right in Enum.GetValues<PrivacyRight>())
        {
            var path = $"$.rights.{Camel(right)}";
            if (!policy.Rights.TryGetValue(right, out var rules))
            {
                yield return new PolicyProblem("$.rights", $"lacks the right '{Camel(right)}': say also of a right that the regime does not know that it does not exist");
                continue;
            }

            foreach (var problem in rules.Exists ? Existing(policy, rules, path) : Missing(policy, rules, path))
                yield return problem;
            foreach (var problem in Cited(rules, path).Concat(rules.AnswerHolds.SelectMany((rule, i) => Cited(rule, $"{path}.answerHolds[{i}]"))))
                yield return problem;
        }
    }

    private static IEnumerable<PolicyProblem> Existing(RegimePolicy policy, RightRules rules, string path)
    {
        if (rules.HandledAs is not null)
            yield return new PolicyProblem($"{path}.handledAs", "is only for a right that does not exist");
        if (rules.Clock is null || !policy.Clocks.ContainsKey(rules.Clock))
            yield return new PolicyProblem(rules.Clock is null ? path : $"{path}.clock", "must name one of the clocks");
        if (rules.Identity is not { } identity)
        {
            yield return new PolicyProblem(path, "must have identity: say how the person is verified, or that they never are");
            yield break;
        }

        var cases = identity.Cases ?? [];
        if (!identity.Verified && cases.Count > 0)
            yield return new PolicyProblem($"{path}.identity.cases", "must be empty for a right that is never verified");
        for (var i = 0; i < cases.Count; i++)
        {
            if (!policy.Verification.Levels.ContainsKey(cases[i].Level))
                yield return new PolicyProblem($"{path}.identity.cases[{i}].level", "must name one of the levels of verification");
        }

        var open = from detail in Enum.GetValues<RequestDetail>() from sensitivity in Enum.GetValues<DataSensitivity>() where !cases.Any(c => c.Fits(detail, sensitivity)) select (detail, sensitivity);
        if (identity.Verified && open.Select(o => $"{Camel(o.detail)}, {Camel(o.sensitivity)}").FirstOrDefault() is { } gap)
            yield return new PolicyProblem($"{path}.identity", $"has no case for {gap}");
        foreach (var problem in Cited(identity, $"{path}.identity"))
            yield return problem;
    }

    private static IEnumerable<PolicyProblem> Missing(RegimePolicy policy, RightRules rules, string path)
    {
        if (rules.Clock is not null || rules.Identity is not null)
            yield return new PolicyProblem(path, "must have no clock and no identity: the right does not exist");
        if (rules.HandledAs is { } other && (!policy.Rights.TryGetValue(other, out var instead) || !instead.Exists))
            yield return new PolicyProblem($"{path}.handledAs", "must be a right that exists");
    }

    private static IEnumerable<PolicyProblem> Verification(RegimePolicy policy)
    {
        var rules = policy.Verification;
        foreach (var (name, level) in rules.Levels)
        {
            if (level.DataPoints < 0 || level.DataPoints > rules.ReliableDataPoints.Count)
                yield return new PolicyProblem($"$.verification.levels.{name}.dataPoints", "must be no more than there are reliable data points");
            foreach (var problem in Cited(level, $"$.verification.levels.{name}"))
                yield return problem;
        }

        if (rules.ReliableDataPoints.Distinct().Count() != rules.ReliableDataPoints.Count)
            yield return new PolicyProblem("$.verification.reliableDataPoints", "must be different");
        if (rules.Codes is { ValidMinutes: < 1 or > 1440 } or { MaxAttempts: < 1 or > 10 } or { MaxCodes: < 1 or > 10 })
            yield return new PolicyProblem("$.verification.codes", "must have validMinutes of 1 to 1440, maxAttempts of 1 to 10 and maxCodes of 1 to 10");
        foreach (var problem in rules.NeverAsked.SelectMany((rule, i) => Cited(rule, $"$.verification.neverAsked[{i}]")))
            yield return problem;
        foreach (var problem in new (string Name, ICitedRule Rule)[] { ("accountHolder", rules.AccountHolder), ("datumInDispute", rules.DatumInDispute), ("codes", rules.Codes), ("unverified", rules.Unverified) }
            .SelectMany(r => Cited(r.Rule, $"$.verification.{r.Name}")))
            yield return problem;
    }

    private static IEnumerable<PolicyProblem> Others(RegimePolicy policy)
    {
        if (policy.RecordKeeping.Months is < 1 or > 600)
            yield return new PolicyProblem("$.recordKeeping.months", "must be 1 to 600");
        if (policy.Metrics is { } metrics && (metrics.ConsumersPerYear < 1 || !DateOnly.TryParseExact($"2024-{metrics.PublishByMonth:D2}-{metrics.PublishByDay:D2}", "yyyy-MM-dd", out _)))
            yield return new PolicyProblem("$.metrics", "must have consumersPerYear of at least 1 and a day of the year");
        if (policy.Fees.Count == 0)
            yield return new PolicyProblem("$.fees", "must say what is charged, also when it is nothing");
        if (policy.RefusalHolds.Count == 0)
            yield return new PolicyProblem("$.refusalHolds", "must say what a person is told with a refusal");

        var rules = new List<(string Path, ICitedRule? Rule)>
        {
            ("$.recordKeeping", policy.RecordKeeping),
            ("$.accessLookBack", policy.AccessLookBack),
            ("$.metrics", policy.Metrics),
            ("$.agents.signedPermission", policy.Agents.SignedPermission),
            ("$.agents.personConfirms", policy.Agents.PersonConfirms),
            ("$.agents.powerOfAttorney", policy.Agents.PowerOfAttorney),
        };
        rules.AddRange(policy.Fees.Select((rule, i) => ($"$.fees[{i}]", (ICitedRule?)rule)));
        rules.AddRange(policy.RefusalHolds.Select((rule, i) => ($"$.refusalHolds[{i}]", (ICitedRule?)rule)));
        foreach (var problem in rules.Where(r => r.Rule is not null).SelectMany(r => Cited(r.Rule!, r.Path)))
            yield return problem;
    }

    private static IEnumerable<PolicyProblem> Cited(ICitedRule rule, string path)
    {
        if (string.IsNullOrWhiteSpace(rule.Citation) || string.IsNullOrWhiteSpace(rule.Sentence))
            yield return new PolicyProblem(path, NotEmpty);
    }

    private static string Camel<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slug();

    [GeneratedRegex("^[A-Z]{2}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Country();

    [GeneratedRegex("^[A-Z]{2}-[A-Z0-9]{1,3}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Region();
}
