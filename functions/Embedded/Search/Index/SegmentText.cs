using Lucene.Net.Index;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>The inverted fields of one segment.</summary>
/// <param name="Reader">Its reader.</param>
/// <param name="DocBase">Number of its first document.</param>
/// <param name="Terms">Terms by field, in the order of <see cref="IndexFields.Text"/>; <see langword="null"/> where the segment has none.</param>
/// <param name="Norms">Lengths by field, likewise.</param>
internal sealed record SegmentText(AtomicReader Reader, int DocBase, Terms?[] Terms, byte[]?[] Norms)
{
    /// <summary>Documents of the segment.</summary>
    public int Count => Reader.MaxDoc;

    /// <summary>Opens the fields; the lengths never change within a version.</summary>
    public static SegmentText Read(AtomicReaderContext leaf, byte[]?[]? knownNorms) => new(
        leaf.AtomicReader,
        leaf.DocBase,
        [.. IndexFields.Text.Select(leaf.AtomicReader.GetTerms)],
        knownNorms ?? [.. IndexFields.Text.Select(field => ColumnReader.ReadNorms(leaf.AtomicReader, field))]);
}
