namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>Where a person says they live. It decides which regime applies; nothing is guessed from an address on the network.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, as <c>DE</c>; <see langword="null"/>: not stated.</param>
/// <param name="Region">ISO 3166-2, as <c>US-CA</c>; <see langword="null"/>: not stated.</param>
public sealed record Residence(string? Country = null, string? Region = null)
{
    /// <summary>Nothing stated.</summary>
    public static Residence Unknown { get; } = new();
}
