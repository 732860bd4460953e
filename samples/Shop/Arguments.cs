using System.Globalization;

namespace RetailServerless.Samples.Shop;

/// <summary>Options of the command line, as <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">An option is unknown, or has no value.</exception>
    public Arguments(IReadOnlyList<string> args, params ReadOnlySpan<string> known)
    {
        for (var i = 0; i < args.Count; i += 2)
        {
            if (!known.Contains(args[i]) || i + 1 == args.Count)
            {
                throw new FormatException($"'{args[i]}' is not an option with a value; there are {string.Join(", ", known.ToArray())}.");
            }

            _values[args[i]] = args[i + 1];
        }
    }

    /// <exception cref="FormatException">The option is missing.</exception>
    public string Required(string name) => _values.GetValueOrDefault(name) ?? throw new FormatException($"{name} is missing.");

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="FormatException">The value is no positive whole number.</exception>
    public int Number(string name, int otherwise) => !_values.TryGetValue(name, out var text)
        ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} takes a whole number above 0, not '{text}'.");

    /// <exception cref="FormatException">The value is no date.</exception>
    public DateOnly Date(string name, DateOnly otherwise) => !_values.TryGetValue(name, out var text)
        ? otherwise
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new FormatException($"{name} takes a date as 2026-01-31, not '{text}'.");
}
