using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace RetailServerless.Core.Audit.Search;

/// <summary>
/// What of a body its entry can be found by: the decision it tells of (<c>decisionId</c>) and the staff member who acted (<c>staffId</c> or <c>by</c>). Marks lie with the body and are destroyed with it.
/// That of a staff member is keyed with the shop's key, so that the store names nobody.
/// </summary>
public static class AuditMarks
{
    private const int Size = 16;

    /// <summary>The id of a staff member in a body; <see langword="null"/> when it names none.</summary>
    public static string? ActorIn(JsonObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return TextOf(body["staffId"]) ?? TextOf(body["by"]);
    }

    /// <summary>The id of a decision in a body; <see langword="null"/> when it names none.</summary>
    public static Guid? DecisionIn(JsonObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Guid.TryParse(TextOf(body["decisionId"]), out var decision) ? decision : null;
    }

    /// <summary>The mark of a decision.</summary>
    public static byte[] OfDecision(Guid decision) => decision.ToByteArray(bigEndian: true);

    /// <summary>The mark of a staff member.</summary>
    public static byte[] OfActor(ReadOnlySpan<byte> shopKey, string staffId) =>
        HMACSHA256.HashData(shopKey, Encoding.UTF8.GetBytes("audit-actor\0" + staffId))[..Size];

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
