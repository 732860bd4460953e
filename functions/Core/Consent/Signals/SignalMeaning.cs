using RetailServerless.Core.Consent.Iab;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent.Signals;

/// <summary>What a string means for our purposes: pure.</summary>
/// <param name="Format"><c>tcf</c>, <c>gpp</c> or <c>us-privacy</c>.</param>
/// <param name="Refused">Purposes that it takes away, each with the reason as a stable code.</param>
/// <param name="Granted">Purposes to which it says yes.</param>
/// <param name="GrantsFail">Why its yes cannot count, as a stable code; <see langword="null"/> when it can.</param>
/// <param name="LastUpdated">When the person last decided by it, UTC, where it says so.</param>
/// <param name="Sections">The sections of a GPP string that were read.</param>
/// <param name="Unread">The sections of a GPP string that are not known.</param>
public sealed record SignalMeaning(
    string Format, IReadOnlyDictionary<Purpose, string> Refused, IReadOnlyList<Purpose> Granted, string? GrantsFail, DateTimeOffset? LastUpdated, IReadOnlyList<int> Sections, IReadOnlyList<int> Unread)
{
    private const int OptedOut = 1;

    /// <summary>Reads a string. Failures: those of <see cref="TcStringReader.Read"/> and <see cref="GppStringReader.Read"/>, and <c>signal-unknown</c>.</summary>
    public static Result<SignalMeaning> Of(string text, SignalPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(policy);
        Failure? failure;
        switch (text)
        {
            case ['C', ..]:
                return TcStringReader.Read(text).TryGet(out var tc, out failure) ? OfTc("tcf", tc, policy.Tcf, [], []) : failure;
            case ['D', ..]:
                return GppStringReader.Read(text).TryGet(out var gpp, out failure) ? OfGpp(gpp, policy) : failure;
            case ['1', _, _, _]:
                return GppStringReader.ReadUsPrivacy(text).TryGet(out var usp, out failure)
                    ? new SignalMeaning("us-privacy", OptOuts(new GppString { SectionIds = [], UspV1 = usp }, policy.Gpp), [], null, null, [], [])
                    : failure;
            default:
                return text.Length == 0 ? IabFailures.Empty : IabFailures.Unknown;
        }
    }

    private static SignalMeaning OfTc(string format, TcString tc, TcfRules rules, IReadOnlyList<int> sections, IReadOnlyList<int> unread)
    {
        var refused = new SortedDictionary<Purpose, string>();
        var granted = new List<Purpose>();
        foreach (var (purpose, rule) in rules.Purposes)
        {
            var consents = rule.From switch
            {
                TcfSource.Publisher => tc.PublisherTc?.PurposesConsent,
                TcfSource.Vendors => tc.PurposesConsent,
                TcfSource.PublisherOrVendors => tc.PublisherTc?.PurposesConsent ?? tc.PurposesConsent,
                _ => throw new ArgumentOutOfRangeException(nameof(rules)),
            };
            if (consents is null)
            {
                continue;
            }

            if (rule.Purposes.All(consents.Contains) && rule.SpecialFeatures.All(tc.SpecialFeatureOptIns.Contains))
            {
                granted.Add(purpose);
            }
            else
            {
                refused[purpose] = "tcf-no-consent";
            }
        }

        var fails = !tc.IsServiceSpecific ? "signal-of-global-scope" : rules.RequireDisclosedVendors && tc.DisclosedVendors is null ? "disclosed-vendors-missing" : null;
        return new SignalMeaning(format, refused, granted, fails, tc.LastUpdated, sections, unread);
    }

    private static SignalMeaning OfGpp(GppString gpp, SignalPolicy policy)
    {
        var read = gpp.SectionIds.Except(gpp.Unread).ToList();
        var europe = gpp.TcfEuV2 is { } tc ? OfTc("gpp", tc, policy.Tcf, read, gpp.Unread) : new SignalMeaning("gpp", new Dictionary<Purpose, string>(), [], null, null, read, gpp.Unread);

        // Several laws in one string: a no in one of them is a no.
        var refused = new SortedDictionary<Purpose, string>(europe.Refused.ToDictionary());
        foreach (var (purpose, reason) in OptOuts(gpp, policy.Gpp))
        {
            refused[purpose] = reason;
        }

        return europe with { Refused = refused, Granted = [.. europe.Granted.Where(p => !refused.ContainsKey(p))] };
    }

    private static SortedDictionary<Purpose, string> OptOuts(GppString gpp, GppRules rules)
    {
        var refused = new SortedDictionary<Purpose, string>();
        foreach (var (purpose, rule) in rules.OptOuts)
        {
            if (rule.Gpc && gpp.States.FirstOrDefault(s => s.Gpc == true) is { } signalled)
            {
                refused[purpose] = $"{signalled.Name}-gpc";
            }
            else if (gpp.States.SelectMany(s => rule.Fields.Where(f => s.Fields.GetValueOrDefault(f)?.Contains(OptedOut) == true).Select(f => $"{s.Name}-{f}")).FirstOrDefault() is { } field)
            {
                refused[purpose] = field;
            }
            else if (rule.UsPrivacy && gpp.UspV1 is { OptOutSale: 'Y' })
            {
                refused[purpose] = "uspv1-OptOutSale";
            }
        }

        return refused;
    }
}
