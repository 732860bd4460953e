using System.Buffers;
using System.Globalization;
using System.Text;

namespace RetailServerless.Core.Audit;

/// <summary>Strings in canonical JSON (RFC 8785 section 3.2.2.2): only what JSON demands is escaped, everything else is literal UTF-8.</summary>
internal static class CanonicalText
{
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        while (text.IndexOfAny(Escaped) is var at and >= 0)
        {
            WriteLiteral(output, text[..at]);
            WriteEscape(output, text[at]);
            text = text[(at + 1)..];
        }

        WriteLiteral(output, text);
        output.Write("\""u8);
    }

    private static void WriteLiteral(ArrayBufferWriter<byte> output, ReadOnlySpan<char> text) => Utf8.GetBytes(text, output);

    private static void WriteEscape(ArrayBufferWriter<byte> output, char c)
    {
        var escape = c switch
        {
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\f' => "\\f",
            '\r' => "\\r",
            '"' => "\\\"",
            '\\' => "\\\\",
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        };
        Utf8.GetBytes(escape, output);
    }
}
