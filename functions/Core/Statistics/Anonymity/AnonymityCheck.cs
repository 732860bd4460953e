using System.Text;

namespace RetailServerless.Core.Statistics.Anonymity;

/// <summary>
/// Looks at a file as whoever receives it would, before anybody does: reads its text again, puts together the lines that say the same of the quasi-identifiers, and counts. It shares nothing with the search
/// that made the file.
/// </summary>
public static class AnonymityCheck
{
    /// <summary>Measures a CSV with a header.</summary>
    public static AnonymityMeasure Measure(string csv, IReadOnlyCollection<string> quasi, IReadOnlyCollection<string> sensitive)
    {
        ArgumentNullException.ThrowIfNull(quasi);
        ArgumentNullException.ThrowIfNull(sensitive);
        var lines = Read(csv);
        var header = lines[0];
        if (header.Except(quasi.Concat(sensitive), StringComparer.Ordinal).Any())
        {
            throw new InvalidDataException("The file has columns that nobody asked for.");
        }

        var (keys, kept) = (quasi.Select(q => header.IndexOf(q)).ToList(), sensitive.Select(s => header.IndexOf(s)).ToList());
        var classes = new Dictionary<string, List<string[]>>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            var key = string.Join('\u001f', keys.Select(i => line[i]));
            (classes.TryGetValue(key, out var members) ? members : classes[key] = []).Add([.. kept.Select(i => line[i])]);
        }

        var rows = lines.Count - 1;
        var smallest = classes.Count == 0 ? 0 : classes.Values.Min(m => m.Count);
        var (distinct, entropy) = (double.PositiveInfinity, double.PositiveInfinity);
        foreach (var members in classes.Values)
        {
            for (var column = 0; column < sensitive.Count; column++)
            {
                var frequencies = new Dictionary<string, int>(StringComparer.Ordinal);
                foreach (var member in members)
                {
                    frequencies[member[column]] = frequencies.GetValueOrDefault(member[column]) + 1;
                }

                distinct = Math.Min(distinct, frequencies.Count);
                var h = 0.0;
                foreach (var frequency in frequencies.Values)
                {
                    var p = (double)frequency / members.Count;
                    h -= p * Math.Log2(p);
                }

                entropy = Math.Min(entropy, Math.Pow(2, h));
            }
        }

        return new AnonymityMeasure(rows, classes.Count, smallest, double.IsInfinity(distinct) ? null : (int)distinct, double.IsInfinity(entropy) ? null : Math.Round(entropy, 6));
    }

    // RFC 4180.
    private static List<List<string>> Read(string csv)
    {
        var (lines, line, field, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            switch (csv[i])
            {
                case '"' when quoted && i + 1 < csv.Length && csv[i + 1] == '"':
                    field.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    line.Add(field.ToString());
                    field.Clear();
                    break;
                case '\n' when !quoted:
                    line.Add(field.ToString());
                    field.Clear();
                    lines.Add(line);
                    line = [];
                    break;
                case '\r' when !quoted:
                    break;
                default:
                    field.Append(csv[i]);
                    break;
            }
        }

        return lines;
    }

    /// <summary>Whether what was measured meets a demand.</summary>
    public static bool Meets(AnonymityMeasure measure, AnonymityDemand demand)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(demand);
        double? diversity = demand.Diversity == DiversityKind.Distinct ? measure.DistinctL : measure.EntropyL;
        return measure.Rows > 0 && measure.K >= demand.K && (diversity is null || diversity >= (double)demand.L - 1e-6);
    }
}

/// <summary>What was measured.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Classes">How many different combinations of quasi-identifiers.</param>
/// <param name="K">The size of the smallest class.</param>
/// <param name="DistinctL">The least number of different values of a sensitive column in a class; <see langword="null"/> without sensitive columns.</param>
/// <param name="EntropyL">e to the power of the least entropy of a sensitive column in a class.</param>
public sealed record AnonymityMeasure(int Rows, int Classes, int K, int? DistinctL, double? EntropyL);
