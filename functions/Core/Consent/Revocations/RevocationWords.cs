using System.Globalization;
using System.Text;
using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Says what was done, in plain words.</summary>
public static class RevocationWords
{
    /// <summary>The confirmation that is sent.</summary>
    public static RevocationConfirmation Of(RevocationDocument revocation, DataPoint channel, string address) =>
        new(revocation.Id, channel, address, "Your choice is in effect", Statement(revocation));

    /// <summary>The message. What is held is only said to be held: which item, and for what, is between the shop and the law.</summary>
    public static string Statement(RevocationDocument revocation)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        var text = new StringBuilder()
            .Append(Opening(revocation)).Append(' ')
            .Append(CultureInfo.InvariantCulture, $"It has been in effect since {revocation.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC.").Append('\n');
        foreach (var line in revocation.Lines.Where(l => l.DoneAt is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Say(line)}\n");
        }

        foreach (var processor in revocation.Processors)
        {
            text.Append(processor.ToldAt is null ? $"We could not reach '{processor.Name}' yet, to whom we pass on data.\n" : $"We told '{processor.Name}', to whom we pass on data, to stop too.\n");
        }

        if (revocation.HeldByLaw)
        {
            text.Append("Some of it we have to keep because the law asks for it. It is locked away and used for nothing else.\n");
        }

        return text.Append("If you agree again one day, what was removed does not come back.").ToString();
    }

    private static string Opening(RevocationDocument revocation)
    {
        var purposes = string.Join(" and ", revocation.Scopes.Select(Say));
        return revocation.Cause switch
        {
            RevocationCause.Withdrawn => $"You have withdrawn your consent to {purposes}.",
            RevocationCause.OptedOut => $"You have said no to {purposes}.",
            RevocationCause.GlobalPrivacyControl => $"Your browser sent the Global Privacy Control signal: no to {purposes}.",
            RevocationCause.Expired => $"Your consent to {purposes} has come to its end and was not renewed.",
            _ => throw new ArgumentOutOfRangeException(nameof(revocation)),
        };
    }

    private static string Say(ConsentScope scope) =>
        scope.Channel is { } channel ? $"{Decisions.PlainLanguage.Purpose(scope.Purpose)} ({channel.Name()})" : Decisions.PlainLanguage.Purpose(scope.Purpose);

    private static string Say(RevocationLine line) => line switch
    {
        { KeptFor: { Count: > 0 } kept } => $"Not removed: {line.Words}, because you still agree to {string.Join(" and ", kept.Select(p => Decisions.PlainLanguage.Purpose(p)))}.",
        { IsWork: true } => $"We stopped {line.Words} ({line.Removed}).",
        _ => $"We removed {line.Words} ({line.Removed}).",
    };
}
