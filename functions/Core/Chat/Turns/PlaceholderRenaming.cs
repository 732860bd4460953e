using System.Text.Json;
using System.Text.RegularExpressions;
using RetailServerless.Core.Chat.Planning;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Turns;

/// <summary>Gives placeholders of a plan other numbers.</summary>
internal static partial class PlaceholderRenaming
{
    public static TurnPlan Apply(TurnPlan plan, IReadOnlyDictionary<string, string> renamed)
    {
        var json = JsonSerializer.Serialize(plan, PlatformJson.Options);
        return JsonSerializer.Deserialize<TurnPlan>(Placeholder().Replace(json, m => renamed.GetValueOrDefault(m.Value, m.Value)), PlatformJson.Options)!;
    }

    [GeneratedRegex(@"\[[A-Z]+_[0-9]+\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();
}
