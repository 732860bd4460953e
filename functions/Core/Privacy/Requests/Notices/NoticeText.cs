using System.Globalization;
using System.Text;
using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Requests.Notices;

/// <summary>Writes what people are told. Pure; every deadline comes with its rule, and nothing names the person.</summary>
internal static class NoticeText
{
    /// <summary>Subject and text.</summary>
    public static (string Subject, string Text) Of(NoticeKind kind, DataSubjectRequestDocument request, Regime regime, string certificatesUntil)
    {
        var what = Words(request.Right);
        var text = new StringBuilder();
        string Received() => $"We received your request for {what} on {Day(request, regime)}. Its number is {request.Id}.";
        switch (kind)
        {
            case NoticeKind.Acknowledgement:
                Line(text, Received());
                Line(text, HowItGoesOn(request));
                Deadlines(text, request);
                return ($"Your request for {what} has arrived", text.ToString());
            case NoticeKind.Question:
                Line(text, Received());
                Line(text, $"Before we can answer it we have to ask: {request.Clarification?.Question}");
                Deadlines(text, request);
                return ($"A question about your request for {what}", text.ToString());
            case NoticeKind.Extension:
                Line(text, Received());
                Line(text, $"The answer takes longer. The reason: {request.Extension?.Reason}");
                Deadlines(text, request);
                Complaint(text, regime);
                return ($"Your request for {what} takes longer", text.ToString());
            case NoticeKind.Refusal:
                Line(text, Received());
                Line(text, $"We do not do what you asked for. The reason: {request.Decision?.Reason} ({request.Decision?.Citation})");
                Complaint(text, regime);
                return ($"Your request for {what} is refused", text.ToString());
            case NoticeKind.ErasureBegins:
                Line(text, Received());
                Line(text, "Your data are being erased now. Other open requests of yours end with it, and afterwards nothing is kept by which we could write to you.");
                foreach (var hold in request.Holds.Where(h => h.Active))
                {
                    Line(text, $"What a law makes us keep stays, sealed: data in {string.Join(", ", hold.Stores)}. The reason: {hold.Rule} ({hold.Citation}) It is looked at again on {hold.ReviewOn.Words()}.");
                }

                Line(text, $"A signed certificate says what was erased. You find it under the number of your request until {certificatesUntil}.");
                Complaint(text, regime);
                return ("Your data are being erased", text.ToString());
            case NoticeKind.Done:
                Line(text, Received());
                Line(text, request.Package is { } package
                    ? $"Your data lie ready. Sign in and fetch them until {DateOnly.FromDateTime(package.ExpiresAt.UtcDateTime).Words()}; the link works once, and for you alone."
                    : "What you asked for is done.");
                return ($"Your request for {what} is done", text.ToString());
            case NoticeKind.NotVerified:
                Line(text, Received());
                Line(text, "Nobody showed in time that it comes from you, so nothing was done. You can make the same request again at any time.");
                Complaint(text, regime);
                return ($"Your request for {what} could not be carried out", text.ToString());
            case NoticeKind.RestrictionLift:
                Line(text, $"Since your request of {Day(request, regime)} we have kept your data and not used them.");
                Line(text, $"From {DateOnly.FromDateTime((request.Lift?.LiftsAt ?? default).UtcDateTime).Words()} on they will be used again. The reason: {request.Lift?.Reason} (GDPR Art. 18(3))");
                Complaint(text, regime);
                return ("Your data will be used again", text.ToString());
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    private static string HowItGoesOn(DataSubjectRequestDocument request) => request switch
    {
        { Right: PrivacyRight.OptOutOfSaleOrSharing or PrivacyRight.LimitUseOfSensitiveData } => "It acts already. Those to whom data were passed on are told.",
        { Verification.IsMet: false } => "Before we do it you have to show that it comes from you: sign in again, or answer what we ask you.",
        { Right: PrivacyRight.Access or PrivacyRight.Portability } => "We gather what we keep about you, look at it, and then give it to you.",
        { Right: PrivacyRight.Deletion } => "We look through everything that we keep about you, and then erase it.",
        _ => "We look at it and tell you what came of it.",
    };

    private static void Deadlines(StringBuilder text, DataSubjectRequestDocument request)
    {
        if (request.AnswerDeadline is { } answer)
        {
            Line(text, answer.Stopped
                ? $"The time for our answer stands still until we hear from you. ({answer.Citation})"
                : $"You get our answer by {answer.DueDate.Words()} at the latest. {answer.Explanation} ({answer.Citation})");
        }
    }

    private static void Complaint(StringBuilder text, Regime regime)
    {
        if (regime.Policy.RefusalHolds.Count == 0)
        {
            return;
        }

        Line(text, $"What {regime.Policy.Name} says that you have to be told:");
        foreach (var rule in regime.Policy.RefusalHolds)
        {
            Line(text, $"- {rule.Sentence} ({rule.Citation})");
        }
    }

    private static string Day(DataSubjectRequestDocument request, Regime regime) =>
        LocalDays.DayOf(request.ReceivedAt, TimeZoneInfo.FindSystemTimeZoneById(regime.Policy.TimeZone)).Words();

    private static void Line(StringBuilder text, string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");

    private static string Words(PrivacyRight right) => right switch
    {
        PrivacyRight.Access => "access to your data",
        PrivacyRight.Portability => "your data in a portable form",
        PrivacyRight.Deletion => "deletion of your data",
        PrivacyRight.Correction => "correction of your data",
        PrivacyRight.Restriction => "restriction of the use of your data",
        PrivacyRight.Objection => "an end to a use of your data",
        PrivacyRight.OptOutOfSaleOrSharing => "an end to sale and sharing of your data",
        PrivacyRight.LimitUseOfSensitiveData => "a limit to the use of your sensitive data",
        PrivacyRight.ContestOfAutomatedDecision => "a review of an automated decision by a person",
        _ => throw new ArgumentOutOfRangeException(nameof(right), right, null),
    };
}
