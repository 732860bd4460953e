using System.IO.Compression;

namespace RetailServerless.Core.Privacy.Redaction.Tagging;

/// <summary>The weights of the tagger: for every feature index one for each <see cref="WordTag"/>.</summary>
/// <remarks>
/// Trained by <c>./bench.sh redaction-train</c> on 70,000 generated sentences: our own templates and half of those of microsoft/presidio-research (MIT), filled with the names, places and companies of 25 locales of
/// @faker-js/faker (MIT), and sentences of this repository's own documentation. What the names were is not in the weights, only how often groups of letters and neighbours occur.
/// </remarks>
internal sealed class TaggerModel
{
    /// <summary>How many tags there are.</summary>
    public const int Tags = 4;

    private const string Resource = "RetailServerless.Core.Privacy.Redaction.Tagging.names.model";
    private static readonly Lazy<TaggerModel> Own = new(ReadOwn);
    private readonly sbyte[] _weights;

    private TaggerModel(sbyte[] weights) => _weights = weights;

    /// <summary>The model that ships with the product.</summary>
    public static TaggerModel Shipped => Own.Value;

    /// <summary>The surest tag of a word with these features; one with digits is never a name.</summary>
    public WordTag Best(ReadOnlySpan<int> features, bool hasDigits)
    {
        int other = 0, name = 0, place = 0, organisation = 0;
        var weights = _weights;
        foreach (var feature in features)
        {
            var at = feature * Tags;
            other += weights[at];
            name += weights[at + 1];
            place += weights[at + 2];
            organisation += weights[at + 3];
        }

        var best = WordTag.Other;
        var most = other;
        if (name > most && !hasDigits)
        {
            (best, most) = (WordTag.Name, name);
        }

        if (place > most)
        {
            (best, most) = (WordTag.Place, place);
        }

        return organisation > most && !hasDigits ? WordTag.Organisation : best;
    }

    /// <summary>A model of weights of any size, brought to bytes by one factor.</summary>
    public static TaggerModel Of(ReadOnlySpan<float> weights)
    {
        var sorted = weights.ToArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = Math.Abs(sorted[i]);
        }

        Array.Sort(sorted);
        var scale = 127 / Math.Max(sorted[(int)(sorted.Length * 0.9995)], 1e-6f);
        var bytes = new sbyte[weights.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (sbyte)Math.Clamp(MathF.Round(weights[i] * scale), -127, 127);
        }

        return new TaggerModel(bytes);
    }

    public void Write(Stream stream)
    {
        using var brotli = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        brotli.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_weights.AsSpan()));
    }

    public static TaggerModel Read(Stream stream)
    {
        var weights = new sbyte[(1 << WordFeatures.Bits) * Tags];
        using var brotli = new BrotliStream(stream, CompressionMode.Decompress);
        brotli.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.AsSpan()));
        return new TaggerModel(weights);
    }

    private static TaggerModel ReadOwn()
    {
        using var stream = typeof(TaggerModel).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The resource {Resource} is missing from the assembly.");
        return Read(stream);
    }
}
