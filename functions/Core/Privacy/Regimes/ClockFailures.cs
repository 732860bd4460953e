using System.Text.Json;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>Why a clock has no answer.</summary>
public static class ClockFailures
{
    /// <summary>Code: the regime does not know the right.</summary>
    public const string RightNotInRegime = "right-not-in-regime";

    /// <summary>Code: a stop ends before it begins.</summary>
    public const string StopInvalid = "clock-stop-invalid";

    /// <summary>Code: the answer to such a request cannot be put off.</summary>
    public const string ExtensionNotAllowed = "extension-not-allowed";

    /// <summary>Code: more was asked for than the regime allows.</summary>
    public const string ExtensionTooLong = "extension-too-long";

    /// <summary>Code: the person was not told before the period ended.</summary>
    public const string ExtensionTooLate = "extension-too-late";

    /// <summary>Code: no reason was told.</summary>
    public const string ExtensionWithoutReason = "extension-without-reason";

    /// <summary>Code: it was told before the request came.</summary>
    public const string ExtensionInvalid = "extension-invalid";

    internal static Failure StopEndsBeforeItBegins { get; } =
        new(FailureKind.Invalid, StopInvalid, "A time of waiting ends before it begins. Give the instant at which the information arrived.");

    internal static Failure NoSuchRight(RegimePolicy policy, PrivacyRight right)
    {
        var rules = policy.Right(right);
        var instead = rules.HandledAs is { } other ? $" Handle the request as '{JsonNamingPolicy.CamelCase.ConvertName(other.ToString())}'." : string.Empty;
        return new Failure(FailureKind.Unprocessable, RightNotInRegime, $"{policy.Name} does not know this right. {rules.Sentence} ({rules.Citation}){instead}");
    }

    internal static Failure? OfExtension(ClockRules rules, ClockQuestion question, DateTimeOffset firstDue)
    {
        var extension = question.Extension!;
        if (rules.Extension is not { } allowed)
        {
            return new Failure(FailureKind.Conflict, ExtensionNotAllowed, $"The answer to this request cannot be put off ({rules.Answer.Citation}).");
        }

        if (string.IsNullOrWhiteSpace(extension.Reason))
        {
            return new Failure(FailureKind.Invalid, ExtensionWithoutReason, $"The person must be told why the answer takes longer ({allowed.Citation}). Give the reason.");
        }

        if (extension.Amount < 1 || extension.ToldAt < question.ReceivedAt)
        {
            return new Failure(FailureKind.Invalid, ExtensionInvalid, "An extension is at least one unit long and is told after the request came.");
        }

        if (extension.Amount > allowed.Amount)
        {
            return new Failure(FailureKind.Unprocessable, ExtensionTooLong, $"{allowed.Sentence} ({allowed.Citation}) Ask for less.");
        }

        return extension.ToldAt >= firstDue
            ? new Failure(FailureKind.Conflict, ExtensionTooLate, $"The person had to be told before the period of the answer ended ({allowed.Citation}). Answer now.")
            : null;
    }
}
