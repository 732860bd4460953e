namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>A regime ready for use: its policy with its calendar.</summary>
/// <param name="Id">Its name in <see cref="RegimePolicy.Folder"/>, as <c>gdpr</c>.</param>
/// <param name="Reference">How records name it, with its version: <c>privacy/gdpr@1</c>.</param>
/// <param name="Policy">Its rules.</param>
/// <param name="Calendar">Its holidays.</param>
public sealed record Regime(string Id, string Reference, RegimePolicy Policy, HolidayCalendar Calendar)
{
    /// <summary>The version of its calendar, as <c>privacy/calendars/germany@1</c>; <see langword="null"/> when it did not come from the policy store.</summary>
    public string? CalendarReference { get; init; }

    /// <summary>Its clock.</summary>
    public RegimeClock Clock { get; } = new(Policy, Calendar);

    /// <summary>Its rules of verification.</summary>
    public VerificationRules Verification { get; } = new(Policy);

    /// <summary>The right as which a request is handled here: itself, another one, or <see langword="null"/> when the regime knows none that fits.</summary>
    public PrivacyRight? Handles(PrivacyRight right) => Policy.Right(right) is { Exists: true } ? right : Policy.Right(right).HandledAs;
}
