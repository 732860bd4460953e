using System.Text.Json;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Settings;

/// <summary>An object of host.json; what is not as it should be is reported with its place.</summary>
internal sealed class JsonSection
{
    private readonly JsonElement _element;
    private readonly string _place;
    private readonly StartupErrors _errors;

    public JsonSection(JsonElement element, string place, StartupErrors errors)
    {
        _element = element;
        _place = place;
        _errors = errors;
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{place} must be an object.");
        }
    }

    public void AllowOnly(IReadOnlyList<string> names)
    {
        foreach (var property in Properties().Where(p => !names.Contains(p.Name, StringComparer.OrdinalIgnoreCase)))
        {
            _errors.Add($"{_place} has the unknown name '{property.Name}'.");
        }
    }

    public JsonSection? Section(string name) =>
        Find(name) is { } value ? new JsonSection(value, $"{_place}: '{name}'", _errors) : null;

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        _errors.Add($"{_place}: '{name}' must be a string.");
        return null;
    }

    /// <summary>A positive number; -1 means no limit.</summary>
    public int? Limit(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && (number == -1 || number > 0))
        {
            return number == -1 ? null : number;
        }

        _errors.Add($"{_place}: '{name}' must be a whole number above 0, or -1 for no limit.");
        return null;
    }

    public Dictionary<string, string> Texts() =>
        Properties().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    private JsonElement? Find(string name)
    {
        foreach (var property in Properties())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    private JsonElement.ObjectEnumerator Properties() =>
        _element.ValueKind == JsonValueKind.Object ? _element.EnumerateObject() : default;
}
