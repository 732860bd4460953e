using System.Text.Json;
using Microsoft.AspNetCore.Components;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Audit;

/// <summary>One entry of the log with what its leaf and its body say, and its proof.</summary>
public sealed partial class AuditEntryPage
{
    /// <summary>Its place in the log, from 0.</summary>
    [Parameter]
    public long Index { get; set; }

    [Inject]
    internal AuditClient Client { get; set; } = null!;

    // The browser checks what the page shows, so it gets just that.
    private static string ToJson(AuditEntry entry) => JsonSerializer.Serialize(entry, PlatformJson.Options);

    private static string? TextOf(AuditEntry entry, string name) =>
        entry.Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private Task<PlatformResult<AuditEntry>> FindAsync(CancellationToken cancellationToken) => Client.FindAsync(Index, cancellationToken);
}
