using System.Globalization;

namespace RetailServerless.Console.Privacy;

/// <summary>What the platform's codes mean, in words.</summary>
internal static class PrivacyWords
{
    /// <summary>The rights, in the order in which they are asked for most.</summary>
    public static IReadOnlyDictionary<string, string> Rights { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["access"] = "Access",
        ["deletion"] = "Deletion",
        ["correction"] = "Correction",
        ["portability"] = "Portability",
        ["restriction"] = "Restriction",
        ["objection"] = "Objection",
        ["optOutOfSaleOrSharing"] = "Opt-out of sale or sharing",
        ["limitUseOfSensitiveData"] = "Limit use of sensitive data",
        ["contestOfAutomatedDecision"] = "Contest of an automated decision",
    };

    /// <summary>The statuses, in their order.</summary>
    public static IReadOnlyDictionary<string, string> Statuses { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["verifying"] = "Waits for proof of identity",
        ["gathering"] = "Stores are looked through",
        ["awaitingApproval"] = "Waits for your decision",
        ["executing"] = "Is being carried out",
        ["awaitingProcessors"] = "Waits for processors",
        ["completed"] = "Done",
        ["rejected"] = "Refused",
        ["withdrawn"] = "Taken back by the person",
        ["expired"] = "Identity was not shown in time",
        ["overtaken"] = "Ended: the person was erased first",
    };

    /// <summary>Data that can be compared.</summary>
    public static IReadOnlyDictionary<string, string> DataPoints { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["name"] = "Name",
        ["email"] = "E-mail address (by code)",
        ["phone"] = "Telephone number (by code)",
        ["postalAddress"] = "Postal address",
        ["dateOfBirth"] = "Date of birth",
        ["loyaltyNumber"] = "Loyalty number",
        ["orderNumber"] = "Number of an order",
        ["orderDate"] = "Day of an order (YYYY-MM-DD)",
        ["orderTotal"] = "Total of an order",
        ["orderedArticle"] = "An article that was ordered",
    };

    private static readonly Dictionary<string, string> Events = new(StringComparer.Ordinal)
    {
        ["received"] = "The request came",
        ["acknowledged"] = "Receipt was confirmed to the person",
        ["askedAgain"] = "The same was asked again; nothing new was opened",
        ["identityAsked"] = "It was asked who asks",
        ["codeSent"] = "A code was sent",
        ["verificationFailed"] = "What was shown did not prove who asks",
        ["verified"] = "Identity was shown",
        ["verificationExpired"] = "Time or tries to show identity ran out",
        ["gathered"] = "Every store was looked through",
        ["escalated"] = "A deadline comes near",
        ["deadlineMissed"] = "A deadline was missed",
        ["extended"] = "The answer was put off",
        ["approved"] = "A privacy officer agreed",
        ["rejected"] = "A privacy officer refused",
        ["withdrawn"] = "The person took it back",
        ["holdPlaced"] = "A legal hold was placed",
        ["holdSealed"] = "What a hold covers was sealed under its own key",
        ["holdReleased"] = "A hold was released",
        ["applied"] = "What was asked acts from here on",
        ["packageReady"] = "The package was written",
        ["linkGiven"] = "The one-time link was given",
        ["packageFetched"] = "The person fetched the package",
        ["linkRefused"] = "Somebody came with a link that is not good",
        ["storesErased"] = "Every store was erased",
        ["keyDestroyed"] = "The person's key was destroyed",
        ["swept"] = "Everything that is kept was searched for the person",
        ["certificateSigned"] = "A certificate was signed",
        ["processorTold"] = "A processor was told",
        ["processorAnswered"] = "A processor answered",
        ["closed"] = "The request was closed",
        ["personTold"] = "The person was told",
        ["notTold"] = "The person could not be told",
        ["clarificationAsked"] = "It was asked which data are meant",
        ["clarificationGiven"] = "The person said which data are meant",
        ["overtaken"] = "The person was erased first",
        ["subjectRead"] = "An officer read whom it concerns",
        ["restrictionLiftDecided"] = "It was decided to lift the restriction",
        ["restrictionLifted"] = "The restriction was lifted",
    };

    private static readonly Dictionary<string, string> Outcomes = new(StringComparer.Ordinal)
    {
        ["fulfilled"] = "all that was asked",
        ["partlyFulfilled"] = "all but what a legal hold covers",
        ["rejected"] = "refused with the reason",
        ["withdrawn"] = "taken back",
        ["notVerified"] = "identity was not shown",
        ["overtaken"] = "the person was erased first",
    };

    /// <summary>What happens to requests: the kinds of the timeline.</summary>
    public static IEnumerable<string> EventKinds => Events.Keys;

    /// <summary>A right.</summary>
    public static string Right(string right) => Rights.GetValueOrDefault(right, right);

    /// <summary>A status.</summary>
    public static string Status(string status) => Statuses.GetValueOrDefault(status, status);

    /// <summary>What came of a request.</summary>
    public static string Outcome(string outcome) => Outcomes.GetValueOrDefault(outcome, outcome);

    /// <summary>A line of the timeline.</summary>
    public static string Event(string kind) => Events.GetValueOrDefault(kind, kind);

    /// <summary>Who brought a request.</summary>
    public static string Intake(PrivacyRequest request) => request.Intake switch
    {
        "shopper" => "by the person, signed in",
        "storefront" => "through a storefront",
        "staff" => "through staff",
        "agent" => $"through the agent {request.Agent}",
        "bulk" => "in a list",
        _ => request.Intake,
    };

    /// <summary>Who did something.</summary>
    public static string Actor(string role) => role == "system" ? "the platform" : Components.RoleNames.WordOf(role);

    /// <summary>A regime by its reference, as <c>privacy/gdpr@1</c>.</summary>
    public static string Regime(string reference)
    {
        var id = reference[(reference.IndexOf('/', StringComparison.Ordinal) + 1)..].Split('@')[0];
        return id switch { "gdpr" => "GDPR", "uk-gdpr" => "UK GDPR", "ccpa" => "CCPA/CPRA", _ => id };
    }

    /// <summary>What a deadline is for.</summary>
    public static string Deadline(string kind) => kind switch
    {
        "acknowledgement" => "Confirm receipt",
        "extensionNotice" => "Last day to tell of an extension",
        "answer" => "Answer",
        _ => kind,
    };

    /// <summary>A day as <c>Tue 8 Dec 2026</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>An instant, UTC.</summary>
    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("ddd d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A number of things.</summary>
    public static string Count(long count, string one, string many) => count == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {many}");
}
