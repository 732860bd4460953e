using System.Globalization;
using System.Text.RegularExpressions;

namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>
/// The values behind the placeholders of one conversation. The same value has the same placeholder all through the conversation. Rules resolve them, a model never does.
/// </summary>
public sealed partial class PlaceholderVault
{
    private readonly Dictionary<string, string> _values;
    private readonly Dictionary<string, string> _placeholders;
    private readonly Dictionary<PersonalTextKind, int> _counts;

    /// <summary>An empty vault.</summary>
    public PlaceholderVault()
        : this(new Dictionary<string, string>(StringComparer.Ordinal))
    {
    }

    internal PlaceholderVault(IReadOnlyDictionary<string, string> values)
    {
        _values = new Dictionary<string, string>(values, StringComparer.Ordinal);
        _placeholders = _values.ToDictionary(v => Key(KindOf(v.Key), v.Value), v => v.Key, StringComparer.Ordinal);
        _counts = _values.Keys.GroupBy(KindOf).ToDictionary(g => g.Key, g => g.Count());
    }

    /// <summary>Whether a value was added since it was opened.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>How many values it holds.</summary>
    public int Count => _values.Count;

    internal IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The placeholder of a value, a new one when it is new.</summary>
    public string GetOrAdd(PersonalTextKind kind, string value)
    {
        var key = Key(kind, value);
        if (_placeholders.TryGetValue(key, out var known))
        {
            return known;
        }

        var number = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        var placeholder = string.Create(CultureInfo.InvariantCulture, $"[{kind.ToString().ToUpperInvariant()}_{number}]");
        _values.Add(placeholder, value);
        _placeholders.Add(key, placeholder);
        HasChanged = true;
        return placeholder;
    }

    /// <summary>The value behind a placeholder; <see langword="null"/> when it is none of this conversation's.</summary>
    public string? Resolve(string placeholder) => _values.GetValueOrDefault(placeholder);

    /// <summary>The text with the values of this conversation put in again: for the person themselves, never for a model, a log or a record.</summary>
    public string Restore(string text) => Placeholder().Replace(text, m => Resolve(m.Value) ?? m.Value);

    /// <summary>Every placeholder in a text, in order, with repetitions.</summary>
    public static IEnumerable<string> Find(string text) => Placeholder().Matches(text).Select(m => m.Value);

    /// <summary>Text in which whatever looks like a placeholder no longer does: nobody can type their way into a vault.</summary>
    internal static string Defuse(string text) => Placeholder().Replace(text, m => $"({m.Value[1..^1]})");

    internal static PersonalTextKind KindOf(string placeholder) => Enum.Parse<PersonalTextKind>(placeholder.AsSpan(1, placeholder.IndexOf('_', StringComparison.Ordinal) - 1), ignoreCase: true);

    private static string Key(PersonalTextKind kind, string value) => $"{kind}:{value}";

    [GeneratedRegex(@"\[(?:EMAIL|CARD|ORDER|PHONE|IBAN|IDENTITY|PASSPORT|LICENCE|ACCOUNT|IP|MAC|SECRET|WALLET|ADDRESS|NAME|BIRTHDATE|DATE|URL|PLACE)_[0-9]{1,6}\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();
}
