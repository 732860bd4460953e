using System.Text;
using Lucene.Net.Index;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace RetailServerless.Embedded.Privacy.Sweep;

/// <summary>Looks through a Lucene index as its readers see it: every term of every field, and every stored field, which the files hold packed.</summary>
internal sealed class LuceneSweep(SweepScanner scanner)
{
    private const int BatchBytes = 256 * 1024;

    /// <summary>Whether a folder is an index.</summary>
    public static bool IsIndex(string folder) => System.IO.Directory.EnumerateFiles(folder, "segments_*").Any();

    /// <summary>Looks through an index.</summary>
    public void Search(string folder, Action<Needle, string, string> found)
    {
        using var directory = FSDirectory.Open(folder);
        using var reader = DirectoryReader.Open(directory);
        var text = new StringBuilder();
        foreach (var leaf in reader.Leaves)
        {
            foreach (var field in leaf.AtomicReader.Fields)
            {
                Terms(leaf.AtomicReader.Fields.GetTerms(field), text, () => Flush(text, "terms", found));
            }

            for (var document = 0; document < leaf.AtomicReader.MaxDoc; document++)
            {
                foreach (var field in leaf.AtomicReader.Document(document).Fields)
                {
                    text.Append(field.GetStringValue() ?? "").Append('\n');
                    if (field.GetBinaryValue() is { } bytes)
                    {
                        scanner.Scan(bytes.Bytes.AsMemory(bytes.Offset, bytes.Length), (needle, encoding) => found(needle, encoding, "stored fields"));
                    }
                }

                if (text.Length > BatchBytes)
                {
                    Flush(text, "stored fields", found);
                }
            }
        }

        Flush(text, "stored fields", found);
    }

    private static void Terms(Terms? terms, StringBuilder text, Action flush)
    {
        var each = terms?.GetEnumerator();
        while (each?.MoveNext() == true)
        {
            text.Append(Utf8(each.Term)).Append('\n');
            if (text.Length > BatchBytes)
            {
                flush();
            }
        }

        flush();
    }

    private static string Utf8(BytesRef term) => Encoding.UTF8.GetString(term.Bytes, term.Offset, term.Length);

    private void Flush(StringBuilder text, string where, Action<Needle, string, string> found)
    {
        if (text.Length > 0)
        {
            scanner.Scan(Encoding.UTF8.GetBytes(text.ToString()), (needle, encoding) => found(needle, encoding, where));
            text.Clear();
        }
    }
}
