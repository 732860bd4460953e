using System.Text;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>The words of titles, brands, categories and attributes, as written, with how often they are used. What spelling is corrected against.</summary>
internal sealed class Vocabulary
{
    public const string FileName = "words.tsv";
    private readonly Dictionary<string, int> _counts;
    private readonly Dictionary<(char First, int Length), (string Word, int Count)[]> _buckets;

    private Vocabulary(Dictionary<string, int> counts)
    {
        _counts = counts;
        _buckets = counts
            .Where(word => word.Key.Length > 2 && !word.Key.AsSpan().ContainsAnyInRange('0', '9'))
            .GroupBy(word => (word.Key[0], word.Key.Length))
            .ToDictionary(group => group.Key, group => group.Select(word => (word.Key, word.Value)).ToArray());
    }

    public int Count(string word) => _counts.GetValueOrDefault(word);

    /// <summary>The words of a length that begin with a character.</summary>
    public ReadOnlySpan<(string Word, int Count)> StartingWith(char first, int length) => _buckets.GetValueOrDefault((first, length));

    /// <summary>Reads the words beside an index.</summary>
    public static Vocabulary Read(string folder)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(folder, FileName), Encoding.UTF8))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            counts[line[..tab]] = int.Parse(line.AsSpan(tab + 1), System.Globalization.CultureInfo.InvariantCulture);
        }

        return new Vocabulary(counts);
    }

    /// <summary>Writes words beside an index.</summary>
    public static void Write(string folder, IEnumerable<Dictionary<string, int>> counts)
    {
        var sum = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (word, count) in counts.SelectMany(words => words))
        {
            sum[word] = sum.GetValueOrDefault(word) + count;
        }

        using var file = new FileStream(Path.Combine(folder, FileName), FileMode.Create, FileAccess.Write);
        using (var writer = new StreamWriter(file, new UTF8Encoding(false), leaveOpen: true))
        {
            foreach (var (word, count) in sum)
            {
                writer.Write(word);
                writer.Write('\t');
                writer.Write(count);
                writer.Write('\n');
            }
        }

        file.Flush(flushToDisk: true);
    }
}
