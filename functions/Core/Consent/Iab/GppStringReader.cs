using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent.Iab;

/// <summary>Reads GPP strings. Whatever the text, it answers with a string or a failure.</summary>
public static class GppStringReader
{
    private const int HeaderType = 3;
    private const int HeaderVersion = 1;
    private const int TcfEuV2 = 2;
    private const int UspV1 = 6;

    // Ids are given out one by one; the highest is 27 today. A header that names thousands of sections is none.
    private const int HighestSection = 1024;

    /// <summary>
    /// Reads a string. Failures: those of <see cref="TcStringReader.Read"/>, and <c>signal-sections</c>. A section that is not known is kept unread; one that is known and cannot be read fails.
    /// </summary>
    public static Result<GppString> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > IabFailures.MaxLength)
        {
            return IabFailures.TooLong;
        }

        var parts = text.Split('~');
        if (!ReadHeader(parts[0]).TryGet(out var ids, out var failure))
        {
            return failure;
        }

        if (ids.Count != parts.Length - 1 || ids.Distinct().Count() != ids.Count)
        {
            return IabFailures.Sections;
        }

        var read = new GppString { SectionIds = ids };
        var (states, unread) = (new List<UsSection>(), new List<int>());
        foreach (var (id, section) in ids.Zip(parts.Skip(1)))
        {
            switch (id)
            {
                case TcfEuV2:
                    if (!TcStringReader.Read(section).TryGet(out var tc, out failure))
                    {
                        return failure;
                    }

                    read = read with { TcfEuV2 = tc };
                    break;
                case UspV1:
                    if (!ReadUsPrivacy(section).TryGet(out var usp, out failure))
                    {
                        return failure;
                    }

                    read = read with { UspV1 = usp };
                    break;
                default:
                    if (!UsSectionForm.All.TryGetValue(id, out var form))
                    {
                        unread.Add(id);
                        break;
                    }

                    if (!UsSectionReader.Read(form, section).TryGet(out var state, out failure))
                    {
                        return failure;
                    }

                    states.Add(state);
                    break;
            }
        }

        return read with { States = states, Unread = unread };
    }

    private static Result<List<int>> ReadHeader(string text)
    {
        const string Header = "GPP header";
        if (text.Length == 0)
        {
            return IabFailures.Empty;
        }

        if (!BitReader.IsReadable(text))
        {
            return IabFailures.Character(Header);
        }

        var bits = new BitReader(text);
        if (bits.Int(6) != HeaderType || bits.Int(6) != HeaderVersion)
        {
            return IabFailures.Version(Header);
        }

        if (IdSetReader.Fibonacci(ref bits, HighestSection) is not { } ids)
        {
            return IabFailures.Range(Header);
        }

        return bits.Ended ? IabFailures.Truncated(Header) : bits.OnlyPaddingLeft() ? ids : IabFailures.Trailing(Header);
    }

    internal static Result<UsPrivacy> ReadUsPrivacy(string text) => text switch
    {
        { Length: < 4 } => IabFailures.Truncated("section uspv1"),
        { Length: > 4 } => IabFailures.Trailing("section uspv1"),
        _ when text[0] != '1' => IabFailures.Version("section uspv1"),
        _ when text.Skip(1).Any(c => c is not ('Y' or 'N' or '-' or 'y' or 'n')) => IabFailures.Value("section uspv1", "Notice, OptOutSale or LspaCovered"),
        _ => new UsPrivacy(char.ToUpperInvariant(text[1]), char.ToUpperInvariant(text[2]), char.ToUpperInvariant(text[3])),
    };
}
