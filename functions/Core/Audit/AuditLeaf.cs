using System.Buffers;
using System.Globalization;
using System.Text;

namespace RetailServerless.Core.Audit;

/// <summary>What the log itself keeps of an event, for ever: small, and without anything that points to a person once their key is destroyed.</summary>
public sealed record AuditLeaf
{
    /// <summary>Version of the form of leaves that is written now.</summary>
    public const int CurrentVersion = 1;

    internal const string MinuteFormat = "yyyy-MM-dd'T'HH:mm'Z'";

    /// <summary>Version of its form.</summary>
    public int V { get; init; } = CurrentVersion;

    /// <summary>Random id of the entry, 32 hexadecimal digits.</summary>
    public required string EntryId { get; init; }

    /// <summary>When, UTC, to the minute, as <c>2026-11-24T08:12Z</c>.</summary>
    public required string Time { get; init; }

    /// <summary>Kind of the event.</summary>
    public required string Kind { get; init; }

    /// <summary>The model that decided.</summary>
    public string? Model { get; init; }

    /// <summary>The policy under which it was decided.</summary>
    public string? Policy { get; init; }

    /// <summary>Role of who acted.</summary>
    public required string ActorRole { get; init; }

    /// <summary>HMAC-SHA256 of the entry id under the person's key, hexadecimal; <see langword="null"/> when the event concerns nobody.</summary>
    public string? SubjectTag { get; init; }

    /// <summary>SHA-256 over salt and canonical body, hexadecimal.</summary>
    public required string BodyCommitment { get; init; }

    /// <summary>The instant as a leaf writes it.</summary>
    public static string Minute(DateTimeOffset instant) => instant.UtcDateTime.ToString(MinuteFormat, CultureInfo.InvariantCulture);

    /// <summary>The bytes of the leaf: canonical JSON with every member, absent ones as <c>null</c>.</summary>
    public byte[] ToUtf8()
    {
        // In the order of RFC 8785 section 3.2.3, as every append writes one.
        var output = new ArrayBufferWriter<byte>(512);
        Write(output, "{\"actorRole\":"u8, ActorRole);
        Write(output, ",\"bodyCommitment\":"u8, BodyCommitment);
        Write(output, ",\"entryId\":"u8, EntryId);
        Write(output, ",\"kind\":"u8, Kind);
        Write(output, ",\"model\":"u8, Model);
        Write(output, ",\"policy\":"u8, Policy);
        Write(output, ",\"subjectTag\":"u8, SubjectTag);
        Write(output, ",\"time\":"u8, Time);
        output.Write(",\"v\":"u8);
        output.Write(Encoding.ASCII.GetBytes(V.ToString(CultureInfo.InvariantCulture)));
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads the bytes of a leaf.</summary>
    /// <exception cref="System.Text.Json.JsonException">They are no leaf.</exception>
    public static AuditLeaf Parse(ReadOnlySpan<byte> utf8) =>
        System.Text.Json.JsonSerializer.Deserialize<AuditLeaf>(utf8, Storage.PlatformJson.Options) ?? throw new System.Text.Json.JsonException("A leaf is not null.");

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> member, string? value)
    {
        output.Write(member);
        if (value is null)
        {
            output.Write("null"u8);
        }
        else
        {
            CanonicalText.Write(output, value);
        }
    }
}
