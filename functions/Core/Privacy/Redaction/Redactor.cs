using System.Text;

namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>Puts typed placeholders in the place of e-mail addresses, card numbers, order numbers and telephone numbers.</summary>
public sealed class Redactor(RedactionPolicy policy)
{
    private readonly OrderNumberDetector _orders = new(policy.OrderNumberPatterns);

    /// <summary>The text with placeholders; the values go into the vault.</summary>
    public string Redact(string text, PlaceholderVault vault)
    {
        var defused = PlaceholderVault.Defuse(text);
        var spans = Find(defused);
        if (spans.Count == 0)
        {
            return defused;
        }

        var redacted = new StringBuilder(defused.Length);
        var position = 0;
        foreach (var span in spans)
        {
            redacted.Append(defused, position, span.Start - position).Append(vault.GetOrAdd(span.Kind, span.Value));
            position = span.End;
        }

        return redacted.Append(defused, position, defused.Length - position).ToString();
    }

    /// <summary>What is personal in a text, in order, without overlaps. Where two kinds claim the same characters, e-mail comes before card, order number and telephone.</summary>
    public IReadOnlyList<PersonalSpan> Find(string text)
    {
        IEnumerable<PersonalSpan> found = EmailDetector.Find(text).Concat(CardDetector.Find(text)).Concat(_orders.Find(text)).Concat(PhoneDetector.Find(text, policy.PhoneRegions));
        var kept = new List<PersonalSpan>();
        foreach (var span in found.OrderBy(s => s.Kind).ThenByDescending(s => s.Length))
        {
            if (!kept.Exists(span.Overlaps))
            {
                kept.Add(span);
            }
        }

        kept.Sort((a, b) => a.Start.CompareTo(b.Start));
        return kept;
    }
}
