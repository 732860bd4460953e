using System.Globalization;
using System.Text;
using RetailServerless.Core.Privacy.Redaction.Detection;
using RetailServerless.Core.Privacy.Redaction.Scanning;
using RetailServerless.Core.Privacy.Redaction.Tagging;

namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>
/// Puts typed placeholders in the place of personal text. The text is cut into words once; every detector then reads a bounded number of characters around each word, so that the work grows linearly with the
/// text, whatever it is. Safe for several threads.
/// </summary>
public sealed class Redactor
{
    [ThreadStatic]
    private static ScannedText? _spare;

    private readonly OrderDetector _orders;
    private readonly List<string> _phoneRegions;
    private readonly HashSet<PersonalTextKind> _kinds;
    private readonly HashSet<PersonalTextKind> _forgotten;
    private readonly TaggerModel _model;

    /// <summary>A redactor after a policy.</summary>
    public Redactor(RedactionPolicy policy)
        : this(policy, TaggerModel.Shipped)
    {
    }

    /// <summary>The same with other weights, to measure them.</summary>
    internal Redactor(RedactionPolicy policy, TaggerModel model)
    {
        _orders = new OrderDetector(policy.OrderNumberPatterns);
        _phoneRegions = policy.PhoneRegions;
        _kinds = [.. policy.Kinds];
        _forgotten = [.. policy.Irreversible];
        _model = model;
    }

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
        DetectNumbers(text, found);
        if (!text.IsCodes)
        {
            WordTagger.Tag(text, _model);
            PeopleAndPlaces.Find(text, found);
        }

        AddressDetector.Find(text, found);
        NameDetector.Find(text, found);
        if (_kinds.Contains(PersonalTextKind.Date))
        {
            LooseDates.Find(text, found);
        }
    }

    /// <summary>Everything that is told by signs, digits and labels; its words are marked, so that no name or place is looked for in them.</summary>
    internal void DetectNumbers(ScannedText text, List<PersonalSpan> found)
    {
        if (text.AtSigns > 0)
        {
            EmailDetector.Find(text, found);
        }

        SecretDetector.Find(text, found);
        NetworkDetector.Find(text, found);
        if (text.NumberCount > 0)
        {
            DateDetector.Find(text, found);
            RetailNumbers.Mark(text);
            IbanDetector.Find(text, found);
            WalletDetector.Find(text, found);
            text.MarkTaken(found, 0);
            NumberDetector.Find(text, found);
            _orders.Find(text, found);
            PhoneDetector.Find(text, _phoneRegions, found);
        }

        UrlDetector.Find(text, found);
        text.MarkTaken(found, 0);
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
