using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Audit.Export;

/// <summary>A line of an export, as it was read.</summary>
internal sealed class ExportLine
{
    public long? Index { get; private set; }

    public byte[]? Leaf { get; private set; }

    public byte[]? Hash { get; private set; }

    public string? Note { get; private set; }

    public List<byte[]> Groups { get; } = [];

    /// <summary>The first entry of an export of a part; its first line and no other has it.</summary>
    public long? First { get; private set; }

    /// <summary>The hashes of the last run when it is not full and not in the part.</summary>
    public byte[]? Tail { get; private set; }

    public string? State { get; private set; }

    public byte[]? Body { get; private set; }

    public bool HasBody => Body is not null || Salt is not null;

    private byte[]? Salt { get; set; }

    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">It is no JSON object of an export.</exception>
    public static ExportLine Read(ReadOnlySpan<byte> utf8)
    {
        var line = new ExportLine();
        var json = new Utf8JsonReader(utf8);
        try
        {
            Require(json.Read() && json.TokenType == JsonTokenType.StartObject);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                line.ReadMember(ref json, utf8);
            }

            Require(json.TokenType == JsonTokenType.EndObject && !json.Read());
            return line;
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or FormatException)
        {
            throw new JsonException("A member of the line has another type than it must have.", malformed);
        }
    }

    /// <summary>Whether the body is the one that the leaf commits to.</summary>
    public bool BodyBelongs()
    {
        return Body is not null && Salt is not null
            && AuditLeaf.Parse(Leaf).BodyCommitment is { } commitment
            && (Commits(Body, commitment) || (JsonNode.Parse(Body) is JsonObject body && Commits(CanonicalJson.ToUtf8(body), commitment)));
    }

    private void ReadMember(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8)
    {
        var name = json.GetString();
        Require(json.Read());
        switch (name)
        {
            case AuditExport.Index:
                Index = json.GetInt64();
                break;
            case AuditExport.Leaf:
                Leaf = Raw(ref json, utf8);
                break;
            case AuditExport.LeafBytes:
                Leaf = json.GetBytesFromBase64();
                break;
            case AuditExport.Hash:
                Hash = json.GetBytesFromBase64();
                break;
            case AuditExport.State:
                State = json.GetString();
                break;
            case AuditExport.Salt:
                Salt = json.GetBytesFromBase64();
                break;
            case AuditExport.Body:
                Body = Raw(ref json, utf8);
                break;
            case AuditExport.Checkpoint:
                Note = json.GetString();
                break;
            case AuditExport.First:
                First = json.GetInt64();
                break;
            case AuditExport.Tail:
                Tail = json.GetBytesFromBase64();
                break;
            case AuditExport.Groups:
                Require(json.TokenType == JsonTokenType.StartArray);
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    Groups.Add(json.GetBytesFromBase64());
                }

                break;
            default:
                json.Skip();
                break;
        }
    }

    private static byte[] Raw(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return utf8[start..(int)json.BytesConsumed].ToArray();
    }

    private bool Commits(byte[] body, string commitment)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Salt!);
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == commitment;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new JsonException("The line is no JSON object of an export.");
        }
    }
}
