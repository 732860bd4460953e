using Lucene.Net.Search.Similarities;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>BM25 whose norm is the field's length itself: exact to 127 words, in steps of 8 above, up to 1,151.</summary>
internal sealed class FieldLengthSimilarity() : BM25Similarity(1.2f, 0.75f)
{
    private const int Exact = 127;
    private const int Step = 8;

    /// <summary>The length that a norm stands for.</summary>
    public static int Length(byte norm) => norm <= Exact ? norm : Exact + ((norm - Exact) * Step);

    protected override byte EncodeNormValue(float boost, int fieldLength) =>
        (byte)(fieldLength <= Exact ? fieldLength : Math.Min(byte.MaxValue, Exact + ((fieldLength - Exact) / Step)));


    protected override float DecodeNormValue(byte b) => 1f / MathF.Sqrt(Math.Max(1, Length(b)));
}
