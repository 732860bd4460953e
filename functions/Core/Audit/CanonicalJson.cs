using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailServerless.Core.Audit;

/// <summary>
/// JSON Canonicalization Scheme, RFC 8785: one sequence of bytes for one value, so that a hash of it means the value. Input is I-JSON (RFC 7493).
/// </summary>
public static class CanonicalJson
{
    /// <summary>The canonical form, UTF-8.</summary>
    /// <exception cref="ArgumentException">A number is not finite as a double, or a text holds half of a surrogate pair.</exception>
    public static byte[] ToUtf8(JsonNode? node)
    {
        var output = new ArrayBufferWriter<byte>(512);
        Write(output, node);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> output, JsonNode? node)
    {
        switch (node)
        {
            case null:
                output.Write("null"u8);
                break;
            case JsonObject members:
                WriteObject(output, members);
                break;
            case JsonArray items:
                WriteArray(output, items);
                break;
            default:
                WriteValue(output, node);
                break;
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> output, JsonObject members)
    {
        // Section 3.2.3: names are sorted by their UTF-16 code units.
        var sorted = new KeyValuePair<string, JsonNode?>[members.Count];
        ((ICollection<KeyValuePair<string, JsonNode?>>)members).CopyTo(sorted, 0);
        Array.Sort(sorted, static (x, y) => string.CompareOrdinal(x.Key, y.Key));
        output.Write("{"u8);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            CanonicalText.Write(output, sorted[i].Key);
            output.Write(":"u8);
            Write(output, sorted[i].Value);
        }

        output.Write("}"u8);
    }

    private static void WriteArray(ArrayBufferWriter<byte> output, JsonArray items)
    {
        output.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            Write(output, items[i]);
        }

        output.Write("]"u8);
    }

    private static void WriteValue(ArrayBufferWriter<byte> output, JsonNode node)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            case JsonValueKind.Number:
                CanonicalNumber.Write(output, node.ToJsonString());
                break;
            default:
                CanonicalText.Write(output, TextOf(node));
                break;
        }
    }

    // A value made from a Guid or an instant is a text in JSON but not yet a string.
    private static string TextOf(JsonNode node) =>
        node.AsValue().TryGetValue<string>(out var text) ? text : JsonSerializer.Deserialize<string>(node.ToJsonString())!;
}
