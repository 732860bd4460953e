using System.Text;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Payloads;

/// <summary>
/// How a cell of the store says that its content is an object elsewhere. A text begins with U+0001, which no JSON does (a text that does is always
/// stored as an object); bytes begin with 255, or a message to an
/// entity with 254, which are no kinds of history, and are as long as a name and no failure of that first byte can be.
/// </summary>
internal static class PayloadReference
{
    /// <summary>Larger than this many bytes goes elsewhere.</summary>
    public const int Limit = 256 * 1024;

    private const char Mark = '\u0001';
    private const byte ByteMark = (byte)HistoryKind.Elsewhere;
    private const byte EntityMark = (byte)HistoryKind.EntityMessageElsewhere;
    private const int NameLength = 32;

    public static bool IsLarge(string? text) => text is { Length: > 0 }
        && (text.Length > Limit / 3 ? text.Length > Limit || Encoding.UTF8.GetByteCount(text) > Limit || text[0] == Mark : text[0] == Mark);

    public static string Text(string name) => Mark + name;

    public static byte[] Bytes(string name, bool isForEntity = false) => [isForEntity ? EntityMark : ByteMark, .. Encoding.ASCII.GetBytes(name)];

    /// <summary>The name of the object; null for a text that is what it is.</summary>
    public static string? NameIn(string? text) => text is { Length: NameLength + 1 } && text[0] == Mark ? text[1..] : null;

    /// <summary>The name of the object; null for bytes that are what they are.</summary>
    public static string? NameIn(ReadOnlySpan<byte> bytes) =>
        bytes.Length == NameLength + 1 && IsMark(bytes[0]) ? Encoding.ASCII.GetString(bytes[1..]) : null;

    /// <summary>Whether the object is a message to an entity.</summary>
    public static bool IsForEntity(ReadOnlySpan<byte> bytes) => bytes[0] == EntityMark;

    private static bool IsMark(byte first) => first is ByteMark or EntityMark;
}
