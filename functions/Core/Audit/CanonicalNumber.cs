using System.Buffers;
using System.Globalization;
using System.Text;

namespace RetailServerless.Core.Audit;

/// <summary>Numbers in canonical JSON (RFC 8785 section 3.2.2.3): as ECMAScript's <c>Number.prototype.toString</c> writes an IEEE 754 double (ECMA-262, Number::toString).</summary>
internal static class CanonicalNumber
{
    public static void Write(ArrayBufferWriter<byte> output, string json)
    {
        var value = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);
        Encoding.ASCII.GetBytes(Format(value), output);
    }

    public static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("A number that is not finite has no canonical form.", nameof(value));
        }

        if (value == 0)
        {
            return "0";
        }

        var (digits, point) = ShortestDigits(Math.Abs(value));
        return (value < 0 ? "-" : string.Empty) + Layout(digits, point);
    }

    // value = 0.DIGITS × 10^point, with the fewest digits that read back as the same double.
    private static (string Digits, int Point) ShortestDigits(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var split = shortest.IndexOf('E', StringComparison.Ordinal);
        var exponent = split < 0 ? 0 : int.Parse(shortest.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = split < 0 ? shortest : shortest[..split];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? mantissa.Length : dot;
        var digits = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        var leadingZeros = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), whole - leadingZeros + exponent);
    }

    private static string Layout(string digits, int point)
    {
        var count = digits.Length;
        if (point is > 0 and <= 21)
        {
            return count <= point
                ? digits + new string('0', point - count)
                : string.Concat(digits.AsSpan(0, point), ".", digits.AsSpan(point));
        }

        if (point is > -6 and <= 0)
        {
            return "0." + new string('0', -point) + digits;
        }

        var exponent = (point - 1).ToString("+0;-0", CultureInfo.InvariantCulture);
        return count == 1 ? digits + "e" + exponent : string.Concat(digits.AsSpan(0, 1), ".", digits.AsSpan(1), "e" + exponent);
    }
}
