using System.Globalization;
using System.Text.Json;

namespace RetailServerless.Core.Audit.Search;

/// <summary>What a leaf can be found by, read from its bytes without making the whole of it.</summary>
/// <param name="Minute">When: minutes since 1970, UTC; <see langword="null"/> when the leaf cannot be read.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="ActorRole">The role of who acted.</param>
/// <param name="Model">The models, joined as the leaf has them.</param>
/// <param name="Policy">The policies, joined as the leaf has them.</param>
public readonly record struct LeafFacets(long? Minute, string? Kind, string? ActorRole, string? Model, string? Policy)
{
    /// <summary>The values that there are.</summary>
    public IEnumerable<(AuditFacet Facet, string Value)> Values =>
        new (AuditFacet, string?)[] { (AuditFacet.Kind, Kind), (AuditFacet.ActorRole, ActorRole), (AuditFacet.Model, Model), (AuditFacet.Policy, Policy) }
            .Where(v => v.Item2 is not null)
            .Select(v => (v.Item1, v.Item2!));

    /// <summary>All terms under which the leaf is found.</summary>
    public IEnumerable<AuditTerm> Terms => Values.SelectMany(v => AuditTerm.Of(v.Facet, v.Value));

    /// <summary>The minute of an instant.</summary>
    public static long MinuteOf(DateTimeOffset instant) => (long)Math.Floor((instant - DateTimeOffset.UnixEpoch).TotalMinutes);

    /// <summary>Reads a leaf. One that cannot be read is found by nothing.</summary>
    public static LeafFacets Read(ReadOnlySpan<byte> leaf)
    {
        try
        {
            return ReadMembers(leaf);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static LeafFacets ReadMembers(ReadOnlySpan<byte> leaf)
    {
        var facets = default(LeafFacets);
        var json = new Utf8JsonReader(leaf);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            facets = json.ValueTextEquals("time"u8) ? facets with { Minute = MinuteOf(Next(ref json)) }
                : json.ValueTextEquals("kind"u8) ? facets with { Kind = Next(ref json) }
                : json.ValueTextEquals("actorRole"u8) ? facets with { ActorRole = Next(ref json) }
                : json.ValueTextEquals("model"u8) ? facets with { Model = Next(ref json) }
                : json.ValueTextEquals("policy"u8) ? facets with { Policy = Next(ref json) }
                : Skip(ref json, facets);
        }

        return facets;
    }

    private static string? Next(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString();
    }

    private static LeafFacets Skip(ref Utf8JsonReader json, LeafFacets facets)
    {
        json.Skip();
        return facets;
    }

    private static long? MinuteOf(string? time) =>
        DateTimeOffset.TryParseExact(time, AuditLeaf.MinuteFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var minute) ? MinuteOf(minute) : null;
}
