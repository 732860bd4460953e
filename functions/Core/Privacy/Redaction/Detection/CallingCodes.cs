namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>The country codes that ITU-T has assigned (List of ITU-T Recommendation E.164 assigned country codes, annex to Operational Bulletin 1114).</summary>
internal static class CallingCodes
{
    // Zones in which every two-digit code is one country, and the codes of three digits by their first two.
    private const string Two = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";
    private const string Three = "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99";
    private static readonly bool[] Known = MakeKnown();

    /// <summary>Whether the digits of a number as written, after + or 00, begin with a country code.</summary>
    public static bool Begins(ReadOnlySpan<char> written)
    {
        var start = written.StartsWith("00") ? 2 : 0;
        int first = -1, second = -1;
        foreach (var c in written[start..])
        {
            if (!char.IsAsciiDigit(c))
            {
                continue;
            }

            if (first < 0)
            {
                first = c - '0';
                continue;
            }

            second = c - '0';
            break;
        }

        return first is 1 or 7 || (first > 0 && second >= 0 && Known[(first * 10) + second]);
    }

    private static bool[] MakeKnown()
    {
        var known = new bool[100];
        foreach (var code in $"{Two} {Three}".Split(' '))
        {
            known[int.Parse(code, System.Globalization.CultureInfo.InvariantCulture)] = true;
        }

        return known;
    }
}
