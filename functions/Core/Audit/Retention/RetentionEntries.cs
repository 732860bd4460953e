using System.Globalization;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit.Search;

namespace RetailServerless.Core.Audit.Retention;

/// <summary>
/// The entries about retention. Before anything is removed one says what will go, and under which policy; another counts what went. The first is what lets anybody check an export: a body may only be
/// missing for its age when an entry announced it.
/// </summary>
internal static class RetentionEntries
{
    /// <summary>What will go.</summary>
    public const string Announced = "audit.retention-announced";

    /// <summary>What went.</summary>
    public const string Applied = "audit.retention-applied";

    public static AuditEvent Of(string kind, string policy, IEnumerable<RetentionLine> lines, Func<RetentionLine, int> count) => new()
    {
        EntryId = AuditEvent.NewEntryId(),
        Kind = kind,
        ActorRole = "system",
        Policy = policy,
        Body = new JsonObject
        {
            ["rules"] = new JsonArray([.. lines.Select(line => (JsonNode)new JsonObject
            {
                ["kind"] = line.Kind,
                ["except"] = new JsonArray([.. line.Except.Select(e => JsonValue.Create(e))]),
                ["before"] = AuditLeaf.Minute(line.Before),
                ["bodies"] = count(line),
                ["held"] = line.Held,
            })]),
        },
    };

    /// <summary>What an announcement covers; nothing when the body is none.</summary>
    public static IEnumerable<AnnouncedRemoval> Read(JsonNode? body)
    {
        foreach (var rule in body?["rules"] as JsonArray ?? [])
        {
            if ((string?)rule?["kind"] is { } kind && DateTimeOffset.TryParseExact(
                (string?)rule["before"], AuditLeaf.MinuteFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var before))
            {
                yield return new AnnouncedRemoval(kind, [.. (rule["except"] as JsonArray ?? []).Select(e => (string)e!)], LeafFacets.MinuteOf(before));
            }
        }
    }
}

/// <summary>What an announcement covers.</summary>
/// <param name="Kind">A kind with all below it.</param>
/// <param name="Except">Kinds below it that are not meant.</param>
/// <param name="BeforeMinute">Only what is older, minutes since 1970, UTC.</param>
internal sealed record AnnouncedRemoval(string Kind, IReadOnlyList<string> Except, long BeforeMinute)
{
    /// <summary>Whether it covers an entry.</summary>
    public bool Covers(string kind, long minute) =>
        minute < BeforeMinute && AuditRetentionPolicy.Holds(Kind, kind) && !Except.Any(e => AuditRetentionPolicy.Holds(e, kind));
}
