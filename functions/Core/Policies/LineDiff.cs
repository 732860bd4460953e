namespace RetailServerless.Core.Policies;

/// <summary>The longest common subsequence of the lines of two texts (Hirschberg, CACM 18(6), 1975, section 2), after what both begin and end with is set aside.</summary>
internal static class LineDiff
{
    // Beyond this many pairs of lines the changed part is shown as replaced whole.
    private const long MostPairs = 9_000_000;

    public static List<DiffLine> Between(string before, string after)
    {
        var (a, b) = (Split(before), Split(after));
        var head = 0;
        while (head < a.Length && head < b.Length && a[head] == b[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < a.Length - head && tail < b.Length - head && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        var lines = new List<DiffLine>();
        lines.AddRange(Enumerable.Range(0, head).Select(i => new DiffLine(LineChange.Same, i + 1, i + 1, a[i])));
        Middle(a, b, head, a.Length - tail, b.Length - tail, lines);
        lines.AddRange(Enumerable.Range(0, tail).Select(i => new DiffLine(LineChange.Same, a.Length - tail + i + 1, b.Length - tail + i + 1, a[a.Length - tail + i])));
        return lines;
    }

    private static void Middle(string[] a, string[] b, int start, int endA, int endB, List<DiffLine> lines)
    {
        var common = Common(a, b, start, endA, endB);
        var (i, j) = (start, start);
        while (i < endA || j < endB)
        {
            if (i < endA && j < endB && common is not null && a[i] == b[j])
            {
                lines.Add(new DiffLine(LineChange.Same, i + 1, j + 1, a[i]));
                (i, j) = (i + 1, j + 1);
            }
            else if (i < endA && (j >= endB || common is null || common[i - start + 1, j - start] >= common[i - start, j - start + 1]))
            {
                lines.Add(new DiffLine(LineChange.Removed, i + 1, null, a[i]));
                i++;
            }
            else
            {
                lines.Add(new DiffLine(LineChange.Added, null, j + 1, b[j]));
                j++;
            }
        }
    }

    // How many lines the texts have in common from each pair of lines on.
    private static int[,]? Common(string[] a, string[] b, int start, int endA, int endB)
    {
        var (n, m) = (endA - start, endB - start);
        if ((long)n * m > MostPairs)
        {
            return null;
        }

        var common = new int[n + 1, m + 1];
        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = m - 1; j >= 0; j--)
            {
                common[i, j] = a[start + i] == b[start + j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }

    private static string[] Split(string text) => text.TrimEnd('\n').Split('\n');
}
