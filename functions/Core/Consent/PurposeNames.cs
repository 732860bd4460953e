using System.Text.Json;

namespace RetailServerless.Core.Consent;

/// <summary>The names of purposes on the wire and in policies: <c>service</c>, <c>personalization</c>, <c>analytics</c>, <c>modelTraining</c>, <c>marketing</c>, <c>saleOrShare</c>, <c>sensitive</c>.</summary>
public static class PurposeNames
{
    private static readonly Dictionary<string, Purpose> ByName = Enum.GetValues<Purpose>().ToDictionary(Convert, StringComparer.Ordinal);

    /// <summary>All purposes, in order.</summary>
    public static IReadOnlyList<Purpose> All { get; } = Enum.GetValues<Purpose>();

    /// <summary>The name of a purpose.</summary>
    public static string Name(this Purpose purpose) => Convert(purpose);

    /// <summary>Reads a name; exact, as it is written.</summary>
    public static bool TryParse(string name, out Purpose purpose) => ByName.TryGetValue(name, out purpose);

    private static string Convert(Purpose purpose) => JsonNamingPolicy.CamelCase.ConvertName(purpose.ToString());
}
