namespace RetailServerless.Core.Consent.Iab;

/// <summary>
/// Reads bits from a text in the characters of base64url (RFC 4648 section 5), six bits a character, as IAB strings are written: without padding characters, and with a number of characters that base64 itself
/// would not allow. Reading past the end gives zeros and sets <see cref="Ended"/>: a caller looks once, after reading.
/// </summary>
internal ref struct BitReader(ReadOnlySpan<char> text)
{
    private const int BitsOfCharacter = 6;

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Whether something was read that is not there.</summary>
    public bool Ended { get; private set; }

    /// <summary>Bits that are still to be read.</summary>
    public readonly int Left => (_text.Length * BitsOfCharacter) - _at;

    /// <summary>Whether a text has only characters of base64url, and at least one.</summary>
    public static bool IsReadable(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (ValueOf(c) < 0)
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    /// <summary>The next bit.</summary>
    public bool Bit()
    {
        if (Left <= 0)
        {
            Ended = true;
            return false;
        }

        var bit = (ValueOf(_text[_at / BitsOfCharacter]) >> (BitsOfCharacter - 1 - (_at % BitsOfCharacter))) & 1;
        _at++;
        return bit == 1;
    }

    /// <summary>An integer of so many bits, the highest first.</summary>
    public int Int(int bits) => (int)Long(bits);

    /// <summary>An integer of up to 63 bits, the highest first.</summary>
    public long Long(int bits)
    {
        long value = 0;
        for (var i = 0; i < bits; i++)
        {
            value = (value << 1) | (Bit() ? 1L : 0L);
        }

        return value;
    }

    /// <summary>An instant in tenths of a second since 1970, 36 bits.</summary>
    public DateTimeOffset Instant() => DateTimeOffset.UnixEpoch.AddMilliseconds(Long(36) * 100);

    /// <summary>Two letters of six bits each, <c>A</c> is 0.</summary>
    public string Letters() => string.Concat((char)('A' + Int(6)), (char)('A' + Int(6)));

    /// <summary>A whole number from 1 in Fibonacci coding; 0 when none can be read.</summary>
    public int Fibonacci()
    {
        var (term, next, sum, previous) = (1L, 2L, 0L, false);
        while (Left > 0)
        {
            var bit = Bit();
            if (bit && previous)
            {
                return (int)sum;
            }

            sum += bit ? term : 0;
            if (sum > int.MaxValue)
            {
                break;
            }

            (term, next, previous) = (next, term + next, bit);
            if (term > int.MaxValue)
            {
                break;
            }
        }

        Ended = true;
        return 0;
    }

    /// <summary>Whether what is left is padding: zeros, fewer than four characters and what fills the last one up.</summary>
    public bool OnlyPaddingLeft()
    {
        if (Left > 4 * BitsOfCharacter)
        {
            return false;
        }

        while (Left > 0)
        {
            if (Bit())
            {
                return false;
            }
        }

        return true;
    }

    private static int ValueOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' => 62,
        '_' => 63,
        _ => -1,
    };
}
