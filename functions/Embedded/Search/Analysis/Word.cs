namespace RetailServerless.Embedded.Search.Analysis;

/// <summary>A word as it is written, folded to lower-case ASCII where it can be, and as it is indexed.</summary>
/// <param name="Surface">As written, folded.</param>
/// <param name="Term">The stem; equal to the surface for numbers and model numbers.</param>
internal sealed record Word(string Surface, string Term)
{
    public bool IsStopWord { get; } = StopWords.Contains(Surface);
}
