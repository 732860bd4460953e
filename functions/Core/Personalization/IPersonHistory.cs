using RetailServerless.Core.Consent;

namespace RetailServerless.Core.Personalization;

/// <summary>What a person bought before, boiled down to what they like. Reading it takes a grant for <see cref="Purpose.Personalization"/>.</summary>
public interface IPersonHistory
{
    /// <summary>The person's taste.</summary>
    /// <exception cref="InvalidOperationException">The grant is for another purpose: a defect of the calling code.</exception>
    Task<PersonTaste> ReadTasteAsync(Grant grant, CancellationToken cancellationToken);
}

/// <summary>What a person likes, by what they bought: shares from 0 to 1, keys compared without case.</summary>
/// <param name="Brands">Share of their articles by brand.</param>
/// <param name="Categories">Share of their articles by narrowest category.</param>
public sealed record PersonTaste(IReadOnlyDictionary<string, double> Brands, IReadOnlyDictionary<string, double> Categories)
{
    /// <summary>Nothing is known.</summary>
    public static PersonTaste Unknown { get; } =
        new(new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase), new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase));
}
