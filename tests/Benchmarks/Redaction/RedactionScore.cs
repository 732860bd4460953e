using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Benchmarks.Redaction;

/// <summary>Counts of one entity or of all.</summary>
internal sealed class RedactionScore
{
    /// <summary>Labels whose characters were redacted as the right kind: the two ranges share at least half of what they cover together.</summary>
    public int Found { get; set; }

    public int Missed { get; set; }

    /// <summary>What was redacted and is not labelled.</summary>
    public int False { get; set; }

    public double Precision => Found + False == 0 ? 1 : (double)Found / (Found + False);

    public double Recall => Found + Missed == 0 ? 1 : (double)Found / (Found + Missed);

    public double F2 => Found + Missed + False == 0 ? 1 : 5.0 * Found / ((5.0 * Found) + (4.0 * Missed) + False);

    public void Add(RedactionScore other)
    {
        Found += other.Found;
        Missed += other.Missed;
        False += other.False;
    }

    /// <summary>
    /// Scores one text. A redaction counts as false when its kind is one the file looked for in this text, or when the file says that the text holds nothing at all; what is of another kind in a labelled text
    /// cannot be judged, because the file did not look for it.
    /// </summary>
    public static Dictionary<string, RedactionScore> Of(LabelledText text, IReadOnlyList<PersonalSpan> spans)
    {
        var scores = text.Entities.ToDictionary(e => e, _ => new RedactionScore(), StringComparer.Ordinal);
        var used = new HashSet<PersonalSpan>();
        foreach (var label in text.Labels)
        {
            var match = spans.Where(s => !used.Contains(s) && EntityKinds.Answers(s.Kind, label.Entity) && Share(s, label) >= 0.5).Cast<PersonalSpan?>().FirstOrDefault();
            if (match is { } span)
            {
                used.Add(span);
                scores[label.Entity].Found++;
            }
            else
            {
                scores[label.Entity].Missed++;
            }
        }

        foreach (var span in spans.Where(s => !used.Contains(s)))
        {
            if (text.Labels.Any(l => EntityKinds.Answers(span.Kind, l.Entity) && Share(span, l) >= 0.5))
            {
                continue;
            }

            var entity = text.Entities.FirstOrDefault(e => EntityKinds.Answers(span.Kind, e)) ?? (text.Labels.Count == 0 ? text.Entities.First() : null);
            if (entity is not null)
            {
                scores[entity].False++;
            }
        }

        return scores;
    }

    private static double Share(PersonalSpan span, Label label)
    {
        var both = Math.Min(span.End, label.End) - Math.Max(span.Start, label.Start);
        return both <= 0 ? 0 : (double)both / (Math.Max(span.End, label.End) - Math.Min(span.Start, label.Start));
    }
}
