using RetailServerless.Core.Consent;

namespace RetailServerless.Functions.Consent;

/// <summary>Reads members that are named for purposes and their channels.</summary>
internal static class ScopeNames
{
    private const int MaxShown = 64;

    /// <summary>Reads them; what is no purpose is among the errors.</summary>
    public static Dictionary<ConsentScope, T> Read<T>(Dictionary<string, T>? named, string path, Dictionary<string, string[]> errors)
    {
        var read = new Dictionary<ConsentScope, T>();
        foreach (var (name, value) in named ?? [])
        {
            if (ConsentScope.TryParse(name, out var scope))
            {
                read[scope] = value;
            }
            else
            {
                errors[$"{path}.{Shown(name)}"] =
                [
                    $"is not a purpose; purposes are {string.Join(", ", PurposeNames.All.Select(p => p.Name()))}, and a channel of one is written as in marketing.email",
                ];
            }
        }

        return read;
    }

    private static string Shown(string name) => name.Length > MaxShown ? name[..MaxShown] + "…" : name;
}
