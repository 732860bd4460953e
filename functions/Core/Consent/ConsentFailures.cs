using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent;

/// <summary>Why a change of consent is not made.</summary>
internal static class ConsentFailures
{
    public static Failure Stale { get; } = new(
        FailureKind.PreconditionFailed, "precondition-failed", "Consent has changed since it was read. Read it again and repeat the change on what is there now.");

    public static Failure Busy { get; } = new(
        FailureKind.Conflict, "consent-busy", "Consent is being changed from several places at once. Try again.")
    { RetryAfter = TimeSpan.FromSeconds(1) };

    public static Failure Erased { get; } = new(
        FailureKind.Conflict, "person-erased", "This person's data was erased at their request, and nothing new is kept about them under this identity.");

    public static Failure ServiceIsNeeded { get; } = new(
        FailureKind.Unprocessable,
        "service-cannot-be-switched-off",
        "The purpose 'service' rests on the contract and not on consent: without it no order, return or question can be handled. To end it, close the account or ask for erasure.")
    {
        Errors = FieldError(Purpose.Service, "cannot be switched off"),
    };

    public static Failure GlobalPrivacyControl { get; } = new(
        FailureKind.Unprocessable,
        "global-privacy-control",
        "The request carries the signal Sec-GPC: 1, which opts out of sale and sharing (11 CCR 7025(c)); the opt-out is recorded, and one request cannot agree to them at the same time. Tell the person of the conflict: to opt in, they switch the signal off for this site first.")
    {
        Errors = FieldError(Purpose.SaleOrShare, "contradicts the signal Sec-GPC: 1"),
    };

    public static Failure NoticeChanged(Purpose purpose) => new(
        FailureKind.Conflict, "notice-changed", "Another notice is in effect than the one that was shown. Read consent again, show the notice that is given there, and ask again.")
    {
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [$"$.noticeVersions.{purpose.Name()}"] = ["is not the version in effect"] },
    };

    public static Failure Ambiguous { get; } = new(
        FailureKind.Unavailable, "consent-policies-inconsistent", "Two consent policies claim the place where the person lives. Take it out of one of them; until then nothing can be agreed to there.");

    public static Failure PlaceDiffers { get; } = new(
        FailureKind.Conflict, "jurisdiction-differs", "The customer record names another place of residence. Have it corrected there; the rules of that place apply until then.")
    {
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["$.jurisdiction"] = ["is not the place of the customer record"] },
    };

    public static Failure AgeAlreadyDeclared { get; } = new(
        FailureKind.Conflict, "age-already-declared", "A lower age was declared before, and it is not raised by declaring another. If it was a mistake, have it corrected through a privacy request.");

    public static Failure ChannelNeeded(Purpose purpose, IReadOnlyList<ContactChannel> channels) => new(
        FailureKind.Unprocessable,
        "channel-needed",
        $"The purpose '{purpose.Name()}' is agreed to channel by channel: {string.Join(", ", channels.Select(c => purpose.By(c).Name))}. Name the channels that the person agreed to.")
    {
        Errors = FieldError(purpose, "must name a channel"),
    };

    public static Failure UnknownChannel(ConsentScope scope, IReadOnlyList<ContactChannel> channels) => new(
        FailureKind.Unprocessable,
        "channel-unknown",
        channels.Count == 0
            ? $"The policy does not divide the purpose '{scope.Purpose.Name()}' by channel. Ask for the purpose as a whole."
            : $"The policy does not use this channel for '{scope.Purpose.Name()}'; it uses {string.Join(", ", channels.Select(c => c.Name()))}.")
    {
        Errors = FieldError(scope, "is not a channel of the policy"),
    };

    public static Failure ParentNeeded(ConsentScope scope, AgeRule rule) => new(
        FailureKind.Unprocessable,
        "parental-consent-needed",
        $"At this age the holder of parental responsibility agrees ({rule.Citation}). A privacy officer records it with POST /api/customers/{{id}}/consent/parental-authorisations, once their authority is shown.")
    {
        Errors = FieldError(scope, "cannot be agreed to by a person of this age"),
    };

    public static Failure NoParentNeeded(ConsentScope scope) => new(
        FailureKind.Unprocessable, "parent-cannot-agree", "The person is old enough to decide alone, or their age is not known: nobody agrees for them. Ask the person.")
    {
        Errors = FieldError(scope, "is for the person to decide"),
    };

    public static Failure EvidenceNotAccepted(IReadOnlyList<ParentalEvidence> accepted) => new(
        FailureKind.Unprocessable,
        "parental-evidence-not-accepted",
        $"The policy does not accept this way of showing parental authority. It accepts {string.Join(", ", accepted.Select(e => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(e.ToString())))}.")
    {
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["$.evidence"] = ["is not accepted"] },
    };

    public static Failure AskedTooEarly(ConsentScope scope, DateOnly day) => new(
        FailureKind.Conflict,
        "asked-too-early",
        $"The person has opted out, and may not be asked to opt in before {day:yyyy-MM-dd} (Civ. Code 1798.135(c)(4)). Where they came to it by themselves, say so with \"initiative\": \"person\".")
    {
        Errors = FieldError(scope, $"may not be asked for before {day:yyyy-MM-dd}"),
    };

    public static Failure NothingToConfirm(ConsentScope scope) => new(
        FailureKind.Conflict,
        "opt-in-not-requested",
        "There is no first step with this id that waits for a confirmation. Let the person ask for it first; the answer names the id to confirm (11 CCR 7028).")
    {
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [$"$.confirms.{scope.Name}"] = ["is not a first step of this person"] },
    };

    public static Failure ConfirmedTooLate(ConsentScope scope) => new(
        FailureKind.Conflict, "opt-in-expired", "The first step was too long ago to be confirmed. Let the person ask for it again, and confirm that.")
    {
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [$"$.confirms.{scope.Name}"] = ["has expired"] },
    };

    public static Failure NotByImport(ConsentScope scope) => new(
        FailureKind.Unprocessable, "two-steps-needed", "After an opt-out, and at some ages, a person opts in by asking for it and then confirming it (11 CCR 7028); an import does neither.")
    {
        Errors = FieldError(scope, "takes two steps of the person"),
    };

    private static Dictionary<string, string[]> FieldError(ConsentScope scope, string reason) =>
        new(StringComparer.Ordinal) { [$"$.purposes.{scope.Name}"] = [reason] };
}
