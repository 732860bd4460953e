using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent.Signals;

/// <summary>A string that somebody passes on.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Text">The string.</param>
/// <param name="ActorRole">Role of the caller, as audit entries name it.</param>
/// <param name="Storefront">The storefront that passes it on; <see langword="null"/> when the person came in person.</param>
/// <param name="Signals">What the request says about privacy.</param>
public sealed record SignalRequest(PersonId Person, string Text, string ActorRole, string? Storefront, PrivacySignals Signals)
{
    /// <summary>Whether the person themselves stands behind it: only then can it agree to something.</summary>
    public required bool MayAgree { get; init; }
}

/// <summary>The string that a decision rests on, as it is kept in the receipt.</summary>
/// <param name="Format"><c>tcf</c>, <c>gpp</c> or <c>us-privacy</c>.</param>
/// <param name="Text">The string, as it came.</param>
public sealed record SignalEvidence(string Format, string Text);

/// <summary>What became of a string.</summary>
/// <param name="Format"><c>tcf</c>, <c>gpp</c> or <c>us-privacy</c>.</param>
/// <param name="Applied">What it decided.</param>
/// <param name="NotApplied">What it says and what does not count, with the reason as a stable code.</param>
/// <param name="Sections">The sections of a GPP string that were read.</param>
/// <param name="Unread">The sections of a GPP string that are not known.</param>
/// <param name="Consent">Where the person stands now.</param>
public sealed record SignalOutcome(
    string Format, IReadOnlyList<SignalDecision> Applied, IReadOnlyList<SignalDecision> NotApplied, IReadOnlyList<int> Sections, IReadOnlyList<int> Unread, ConsentView Consent);

/// <summary>What a string says about one purpose.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Granted">Yes or no.</param>
/// <param name="Code">Why it counts, or why not.</param>
public sealed record SignalDecision(Purpose Purpose, bool Granted, string Code);

/// <summary>
/// Lets TC and GPP strings act: what they refuse is taken away, whoever passes them on; what they agree to counts only from the person, and never over a later no. Each decision leaves its receipt, with
/// the string in it, and its audit entry.
/// </summary>
public sealed class ConsentSignals(IPolicyStore policies, ConsentService consent)
{
    /// <summary>Applies a string. Failures: those of <see cref="SignalMeaning.Of"/>, of <see cref="ConsentService.ChangeAsync"/> and of the policies.</summary>
    public async Task<Result<SignalOutcome>> ApplyAsync(SignalRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!(await policies.GetAsync<SignalPolicy>(SignalPolicy.Id, cancellationToken)).TryGet(out var policy, out var failure)
            || !SignalMeaning.Of(request.Text, policy.Value).TryGet(out var meaning, out failure)
            || !(await consent.GetAsync(request.Person, cancellationToken)).TryGet(out var before, out failure))
        {
            return failure;
        }

        var applied = meaning.Refused.Select(r => new SignalDecision(r.Key, false, r.Value)).ToList();
        var view = before;
        if (applied.Count > 0 && !(await consent.ChangeAsync(Change(request, meaning, meaning.Refused.Keys, false), cancellationToken)).TryGet(out view, out failure))
        {
            return failure;
        }

        var notApplied = new List<SignalDecision>();
        foreach (var purpose in meaning.Granted)
        {
            var code = Refuse(request, meaning, before.Purposes[purpose]);
            if (code is null)
            {
                var changed = await consent.ChangeAsync(Change(request, meaning, [purpose], true), cancellationToken);
                view = changed.TryGet(out var now, out var refused) ? now : view;
                code = refused?.Code ?? (view.Purposes[purpose].Granted ? null : "not-yet-in-effect");
            }

            (code is null ? applied : notApplied).Add(new SignalDecision(purpose, true, code ?? "tcf-consent"));
        }

        return new SignalOutcome(meaning.Format, applied, notApplied, meaning.Sections, meaning.Unread, view);
    }

    // A string is written to the day: one of the day of a no may be from before it, and the no stands.
    private static string? Refuse(SignalRequest request, SignalMeaning meaning, PurposeView standing) =>
        !request.MayAgree ? "consent-needs-own-token"
        : meaning.GrantsFail is { } fails ? fails
        : standing is { Status: ConsentStatus.Refused, DecidedAt: { } decided } && (meaning.LastUpdated is not { } updated || updated <= decided) ? "older-than-decision"
        : null;

    private static ConsentChange Change(SignalRequest request, SignalMeaning meaning, IEnumerable<Purpose> purposes, bool granted) => new()
    {
        Person = request.Person,
        Purposes = purposes.ToDictionary(p => (ConsentScope)p, _ => granted),
        Channel = meaning.Format,
        ActorRole = request.ActorRole,
        Storefront = request.Storefront,
        Signals = request.Signals,
        Evidence = new SignalEvidence(meaning.Format, request.Text),
    };
}
