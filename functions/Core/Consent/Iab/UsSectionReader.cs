using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent.Iab;

/// <summary>
/// Reads a section of the United States: subsections between dots. Four newer sections have a header by their specification that the reference library (<c>@iabgpp/cmpapi</c> 3.2.0) does not write;
/// both forms are read, since a header begins with the section's own id, which no version of the agreement has reached.
/// </summary>
internal static class UsSectionReader
{
    private const int GpcType = 1;

    public static Result<UsSection> Read(UsSectionForm form, string text)
    {
        var parts = text.Split('.');
        foreach (var part in parts)
        {
            if (part.Length == 0)
            {
                return IabFailures.Empty;
            }

            if (!BitReader.IsReadable(part))
            {
                return IabFailures.Character($"section {form.Name}");
            }
        }

        if (!form.HasHeader || new BitReader(parts[0]).Int(6) != form.Id)
        {
            return ReadParts(form, parts);
        }

        // What follows in the header is a list of subsections whose ids begin at 0, which Fibonacci coding cannot write; their order is fixed, so nothing is lost by not reading it.
        var header = new BitReader(parts[0]);
        return header.Long(12) == (form.Id << 6) + 1 && parts.Length > 1 ? ReadParts(form, parts[1..]) : IabFailures.Version($"section {form.Name}");
    }

    private static Result<UsSection> ReadParts(UsSectionForm form, string[] parts)
    {
        var name = $"section {form.Name}";
        if (parts.Length == 0 || parts.Length > 2 || (parts.Length == 2 && form is { HasGpc: false, Sensitive: null }))
        {
            return IabFailures.Segment(name);
        }

        var core = new BitReader(parts[0]);
        var version = new BitReader(parts[0]).Int(6);
        if (version < 1 || version > form.HighestVersion)
        {
            return IabFailures.Version(name);
        }

        var fields = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        var wrong = ReadFields(ref core, form.InVersion(version).Core, fields, name);
        bool? gpc = null;
        if (wrong is null && parts.Length == 2)
        {
            var further = new BitReader(parts[1]);
            if (form.HasGpc)
            {
                if (further.Int(2) != GpcType)
                {
                    return IabFailures.Segment(name);
                }

                gpc = further.Bit();
                wrong = End(ref further, name);
            }
            else
            {
                wrong = ReadFields(ref further, form.Sensitive!, fields, name);
            }
        }

        return wrong is not null ? wrong : new UsSection(form.Id, form.Name, fields, gpc);
    }

    private static Failure? ReadFields(ref BitReader bits, IReadOnlyList<UsField> form, Dictionary<string, IReadOnlyList<int>> fields, string name)
    {
        foreach (var field in form)
        {
            var values = new int[field.Values];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = bits.Int(field.Bits);
            }

            fields[field.Name] = values;
        }

        return End(ref bits, name);
    }

    private static Failure? End(ref BitReader bits, string name) =>
        bits.Ended ? IabFailures.Truncated(name) : bits.OnlyPaddingLeft() ? null : IabFailures.Trailing(name);
}
