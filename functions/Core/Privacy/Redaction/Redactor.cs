using System.Globalization;
using System.Text;
using RetailServerless.Core.Privacy.Redaction.Detection;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>
/// Puts typed placeholders in the place of personal text. The text is cut into words once; every detector then reads a bounded number of characters around each word, so that the work grows linearly with the
/// text, whatever it is. Safe for several threads.
/// </summary>
public sealed class Redactor(RedactionPolicy policy)
{
    [ThreadStatic]
    private static ScannedText? _spare;

    private readonly OrderDetector _orders = new(policy.OrderNumberPatterns);
    private readonly HashSet<PersonalTextKind> _kinds = [.. policy.Kinds];
    private readonly HashSet<PersonalTextKind> _forgotten = [.. policy.Irreversible];

    /// <summary>
    /// The text with placeholders. The values go into the vault, and are gone when its key is; those of a kind the policy keeps no values of (<see cref="RedactionPolicy.Irreversible"/>) leave <c>[CARD]</c>
    /// without a number and nothing else.
    /// </summary>
    public string Redact(string text, PlaceholderVault vault) =>
        Replace(PlaceholderVault.Defuse(text), span => _forgotten.Contains(span.Kind) ? Anonymous(span.Kind) : vault.GetOrAdd(span.Kind, span.Value));

    /// <summary>The text with <c>[EMAIL]</c>, <c>[NAME]</c> in the place of personal text, which nothing brings back: for logs and exports.</summary>
    public string RedactForGood(string text) => Replace(PlaceholderVault.Defuse(text), span => Anonymous(span.Kind));

    /// <summary>What is personal in a text, in order, without overlaps. Where two kinds claim the same characters, the surer one stays (<see cref="SpanChoice"/>).</summary>
    public IReadOnlyList<PersonalSpan> Find(string text)
    {
        var found = new List<PersonalSpan>();
        FindInto(text, found);
        return found;
    }

    /// <summary>The same into a list of the caller's, which is emptied first.</summary>
    public void FindInto(string text, List<PersonalSpan> found)
    {
        found.Clear();
        var scanned = _spare ?? new ScannedText();
        _spare = null;
        scanned.Scan(text);
        Detect(scanned, found);
        _spare = scanned;
        SpanChoice.Settle(found);
        found.RemoveAll(span => !_kinds.Contains(span.Kind));
    }

    private void Detect(ScannedText text, List<PersonalSpan> found)
    {
        if (text.AtSigns > 0)
        {
            EmailDetector.Find(text, found);
        }

        SecretDetector.Find(text, found);
        NetworkDetector.Find(text, found);
        if (text.NumberCount > 0)
        {
            RetailNumbers.Mark(text);
            IbanDetector.Find(text, found);
            WalletDetector.Find(text, found);
            DateDetector.Find(text, found);
            text.MarkTaken(found, 0);
            NumberDetector.Find(text, found);
            _orders.Find(text, found);
            PhoneDetector.Find(text, policy.PhoneRegions, found);
        }

        AddressDetector.Find(text, found);
        NameDetector.Find(text, found);
        UrlDetector.Find(text, found);
    }

    private string Replace(string text, Func<PersonalSpan, string> placeholder)
    {
        var spans = Find(text);
        if (spans.Count == 0)
        {
            return text;
        }

        var redacted = new StringBuilder(text.Length);
        var position = 0;
        foreach (var span in spans)
        {
            redacted.Append(text, position, span.Start - position).Append(placeholder(span));
            position = span.End;
        }

        return redacted.Append(text, position, text.Length - position).ToString();
    }

    private static string Anonymous(PersonalTextKind kind) => string.Create(CultureInfo.InvariantCulture, $"[{kind.ToString().ToUpperInvariant()}]");
}
