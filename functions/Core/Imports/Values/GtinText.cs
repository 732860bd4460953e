namespace RetailServerless.Core.Imports.Values;

/// <summary>Reads global trade item numbers.</summary>
public static class GtinText
{
    /// <summary>The number when it is one (8, 12, 13 or 14 digits whose check digit is right, GS1 General Specifications 7.9); otherwise <see langword="null"/>.</summary>
    public static string? Read(string text)
    {
        Span<char> digits = stackalloc char[14];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (length == digits.Length)
                {
                    return null;
                }

                digits[length++] = c;
            }
            else if (c is not ('-' or ' '))
            {
                return null;
            }
        }

        return length is 8 or 12 or 13 or 14 && IsRight(digits[..length]) ? digits[..length].ToString() : null;
    }

    private static bool IsRight(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            sum += (digits[i] - '0') * ((digits.Length - 1 - i) % 2 == 0 ? 1 : 3);
        }

        return sum % 10 == 0;
    }
}
