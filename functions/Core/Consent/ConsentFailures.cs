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
        "The request carries the signal Sec-GPC: 1, which opts out of sale and sharing; it cannot agree to them at the same time. Switch the signal off for this site first.")
    {
        Errors = FieldError(Purpose.SaleOrShare, "contradicts the signal Sec-GPC: 1"),
    };

    public static Failure NoticeChanged(Purpose purpose) => new(
        FailureKind.Conflict, "notice-changed", "Another notice is in effect than the one that was shown. Read consent again, show the notice that is given there, and ask again.")
    {
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [$"$.noticeVersions.{purpose.Name()}"] = ["is not the version in effect"] },
    };

    private static Dictionary<string, string[]> FieldError(Purpose purpose, string reason) =>
        new(StringComparer.Ordinal) { [$"$.purposes.{purpose.Name()}"] = [reason] };
}
