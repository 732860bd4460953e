using System.Globalization;
using System.Text.Json.Serialization;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <summary>Where a person stands with a purpose, or a channel of it.</summary>
public enum ConsentStatus
{
    /// <summary>Never asked, so not agreed to.</summary>
    NotAsked,

    /// <summary>Agreed to, and it holds.</summary>
    Granted,

    /// <summary>Said no, or withdrawn.</summary>
    Refused,

    /// <summary>Agreed to once; it has to be asked again.</summary>
    Expired,

    /// <summary>Rests on another basis than consent.</summary>
    NotNeeded,

    /// <summary>Agreed to something else than what is asked for now; it has to be asked again.</summary>
    AskAgain,

    /// <summary>At this age a parent has to agree.</summary>
    ParentNeeded,

    /// <summary>Allowed, because the person has not opted out.</summary>
    NotOptedOut,

    /// <summary>Agreed to channel by channel: see the channels.</summary>
    ByChannel,
}

/// <summary>What a person has agreed to, now.</summary>
public sealed record ConsentView
{
    /// <summary>The policy in effect, as <c>consent/default@1</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>Whose rules apply, as <c>eu</c>.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>Every purpose.</summary>
    public required IReadOnlyDictionary<Purpose, PurposeView> Purposes { get; init; }

    /// <summary>When a Global Privacy Control signal was recorded for the person, UTC; <see langword="null"/> when none was.</summary>
    public DateTimeOffset? GlobalPrivacyControlAt { get; init; }

    /// <summary>Whether a Global Privacy Control signal is in force as an opt-out: show it to the person, as "Opt-Out Request Honored" (11 CCR 7025(c)).</summary>
    public bool GlobalPrivacyControlHonored { get; init; }

    /// <summary>The version of this resource.</summary>
    [JsonIgnore]
    public string ETag { get; init; } = string.Empty;

    /// <summary>Every scope that is asked for: the channels of a purpose that is divided by them, and else the purpose.</summary>
    internal IEnumerable<(ConsentScope Scope, ScopeView View)> ByScope() => Purposes.SelectMany(p =>
        p.Value.Channels is { } channels ? channels.Select(c => (p.Key.By(c.Key), c.Value)) : [((ConsentScope)p.Key, (ScopeView)p.Value)]);

    internal static ConsentView Of(PersonConsent person, Policy<ConsentPolicy> policy, string? place, DateTimeOffset now) => new()
    {
        Policy = policy.Reference,
        Jurisdiction = policy.Value.Jurisdiction,
        Purposes = PurposeNames.All.ToDictionary(p => p, p => PurposeView.Of(person, policy.Value, place, p, now)),
        GlobalPrivacyControlAt = person.State.GlobalPrivacyControlAt,
        GlobalPrivacyControlHonored = person.State.GlobalPrivacyControlAt is not null && person.State.Purposes.GetValueOrDefault(Purpose.SaleOrShare) is { Granted: false },
        ETag = ETagOf(person.State),
    };

    internal static string ETagOf(ConsentState state) => state.Revision.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where a person stands with one purpose, or one channel of it.</summary>
public record ScopeView
{
    /// <summary>Whether data may be read for it.</summary>
    public required bool Granted { get; init; }

    /// <summary>Where the person stands.</summary>
    public required ConsentStatus Status { get; init; }

    /// <summary>Why the person has to be asked again, where they have to.</summary>
    public AskAgain? AskAgain { get; init; }

    /// <summary>Who has to be asked: the person or a parent.</summary>
    public OptInBy? AskedOf { get; init; }

    /// <summary>The first day, UTC, on which the shop may ask the person to opt in (Civ. Code 1798.135(c)(4)); absent when it may ask.</summary>
    public DateOnly? MayAskAgainOn { get; init; }

    /// <summary>Whether a yes takes two steps: the person asks for it, and then confirms it (11 CCR 7028).</summary>
    public bool TwoSteps { get; init; }

    /// <summary>The first step that waits for the second.</summary>
    public OptInView? Confirmation { get; init; }

    /// <summary>The newest receipt.</summary>
    public Guid? ReceiptId { get; init; }

    /// <summary>When it was decided, UTC.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Until when consent holds, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A first step of opting in.</summary>
/// <param name="Id">What the second step confirms.</param>
/// <param name="ConfirmBefore">Until when, UTC.</param>
public sealed record OptInView(Guid Id, DateTimeOffset ConfirmBefore);

/// <summary>One purpose of a person.</summary>
public sealed record PurposeView : ScopeView
{
    /// <summary>The legal basis.</summary>
    public required LegalBasis Basis { get; init; }

    /// <summary>The notice in effect, to be shown before asking.</summary>
    public required ConsentNotice Notice { get; init; }

    /// <summary>The channels by which it is agreed to, each on its own; absent where the purpose is agreed to as a whole.</summary>
    public IReadOnlyDictionary<ContactChannel, ScopeView>? Channels { get; init; }

    internal static PurposeView Of(PersonConsent person, ConsentPolicy policy, string? place, Purpose purpose, DateTimeOffset now)
    {
        var rule = policy.Purposes[purpose];
        if (!rule.IsDivided)
        {
            return Fill(new PurposeView { Granted = false, Status = default, Basis = rule.Basis, Notice = rule.Notice }, person, policy, place, purpose, now);
        }

        var channels = rule.Channels!.Order().ToDictionary(
            c => c, c => Fill(new ScopeView { Granted = false, Status = default }, person, policy, place, purpose.By(c), now));
        var alike = channels.Values.Select(c => c.Status).Distinct().ToList();
        return new PurposeView
        {
            Granted = channels.Values.All(c => c.Granted),
            Status = alike is [var one] ? one : ConsentStatus.ByChannel,
            Basis = rule.Basis,
            Notice = rule.Notice,
            Channels = channels,
            DecidedAt = channels.Values.Max(c => c.DecidedAt),
        };
    }

    private static T Fill<T>(T empty, PersonConsent person, ConsentPolicy policy, string? place, ConsentScope scope, DateTimeOffset now)
        where T : ScopeView
    {
        var rule = policy.Purposes[scope.Purpose];
        var standing = ConsentStanding.Of(person, policy, place, scope, now);
        return empty with
        {
            Granted = standing.Allows,
            Status = StatusOf(standing),
            AskAgain = standing.Because,
            AskedOf = standing.Allows || standing.Basis is not LegalBasis.Consent ? null : standing.Age?.By ?? OptInBy.Person,
            MayAskAgainOn = OptInRules.MayAskAgainOn(person.State, rule, scope) is { } day && day > DateOnly.FromDateTime(now.UtcDateTime) ? day : null,
            TwoSteps = !(standing.Allows && standing.Consent is not null) && OptInRules.TakesTwoSteps(person.State, rule, scope, standing.Age),
            Confirmation = OptInRules.OpenRequest(person.State, scope, now) is { } open ? new OptInView(open.Id, open.ConfirmBefore) : null,
            ReceiptId = standing.Consent?.ReceiptId,
            DecidedAt = standing.Consent?.At,
            ExpiresAt = standing.Consent is { } consent ? ConsentStanding.EndOf(consent, rule) : null,
        };
    }

    private static ConsentStatus StatusOf(Standing standing) => standing switch
    {
        { Refusal: null, Basis: LegalBasis.OptOut } => ConsentStatus.NotOptedOut,
        { Refusal: null, Consent: null } => ConsentStatus.NotNeeded,
        { Refusal: null } => ConsentStatus.Granted,
        { Refusal: ConsentStanding.Revoked } => ConsentStatus.Refused,
        { Refusal: ConsentStanding.Expired } => ConsentStatus.Expired,
        { Refusal: ConsentStanding.AskAgainFirst } => ConsentStatus.AskAgain,
        { Refusal: ConsentStanding.ParentNeeded } => ConsentStatus.ParentNeeded,
        _ => ConsentStatus.NotAsked,
    };
}
