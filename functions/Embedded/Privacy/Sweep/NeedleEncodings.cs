using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Embedded.Privacy.Sweep;

/// <summary>
/// Every way in which an identifier could be written: UTF-8, UTF-16 in both orders, JSON escapes, percent-encoding, hexadecimal digits, and base64 wherever in a longer text it begins. What is packed is
/// unpacked by <see cref="SweepScanner"/>.
/// </summary>
internal static class NeedleEncodings
{
    private const int MinimumBytes = 4;

    // Shorter ones would be met by chance in what is encrypted; texts in base64 are decoded in any case.
    private const int MinimumForDigits = 8;

    // A number of so few characters is also an article, a quantity or a year: it is looked for where its name stands beside it.
    private const int ShortNumber = 6;

    public static IEnumerable<Needle> Of(int index, SweepIdentifier identifier)
    {
        var value = identifier.Value;
        var ignoresCase = identifier.Kind == "email";
        if (identifier.Kind is not ("person" or "email" or "phone") && value.Length < ShortNumber)
        {
            return NamesOf(identifier.Kind).SelectMany(name => Texts(index, $"\"{name}\":\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\"", ignoresCase: false, bounded: false));
        }

        var needles = Texts(index, value, ignoresCase, bounded: true);
        var utf8 = Encoding.UTF8.GetBytes(value);
        if (utf8.Length >= MinimumForDigits)
        {
            needles = needles
                .Append(new Needle(index, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)), "hexadecimal", IgnoresCase: true, 0))
                .Concat(Base64Of(index, utf8, "base64"))
                .Concat(Base64Of(index, Encoding.Unicode.GetBytes(value), "base64 of utf-16"));
        }

        return needles;
    }

    private static string[] NamesOf(string kind) => kind switch
    {
        "customer" => ["customer", "customerId"],
        "order" => ["order", "orderId"],
        "ticket" => ["ticket", "ticketId"],
        _ => [],
    };

    private static IEnumerable<Needle> Texts(int index, string text, bool ignoresCase, bool bounded)
    {
        var unit = bounded ? 1 : 0;
        yield return new Needle(index, Encoding.UTF8.GetBytes(text), "utf-8", ignoresCase, unit);
        yield return new Needle(index, Encoding.Unicode.GetBytes(text), "utf-16", ignoresCase, unit * 2);
        yield return new Needle(index, Encoding.BigEndianUnicode.GetBytes(text), "utf-16 big-endian", ignoresCase, unit * 2);
        foreach (var (escaped, name) in new[]
                 {
                     (JavaScriptEncoder.Default.Encode(text), "JSON escapes"),
                     (string.Concat(text.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"))), "JSON escapes"),
                     (Uri.EscapeDataString(text), "percent-encoding"),
                     (string.Concat(Encoding.UTF8.GetBytes(text).Select(b => string.Create(CultureInfo.InvariantCulture, $"%{b:x2}"))), "percent-encoding"),
                 })
        {
            if (escaped != text && escaped.Length >= MinimumBytes)
            {
                yield return new Needle(index, Encoding.UTF8.GetBytes(escaped), name, IgnoresCase: true, 0);
            }
        }
    }

    // At each of the three places where it can begin in a group, only the digits that it alone decides.
    private static IEnumerable<Needle> Base64Of(int index, byte[] bytes, string name)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var shifted = new byte[shift + bytes.Length];
            bytes.CopyTo(shifted, shift);
            var digits = Convert.ToBase64String(shifted);
            var first = (shift * 8 + 5) / 6;
            var last = (shift + bytes.Length) * 8 / 6;
            if (last - first < MinimumForDigits)
            {
                continue;
            }

            var needle = digits[first..last];
            yield return new Needle(index, Encoding.ASCII.GetBytes(needle), name, IgnoresCase: false, 0);
            var url = needle.Replace('+', '-').Replace('/', '_');
            if (url != needle)
            {
                yield return new Needle(index, Encoding.ASCII.GetBytes(url), name, IgnoresCase: false, 0);
            }
        }
    }
}
