using System.Diagnostics;

namespace RetailServerless.LocalHost.Durable.Telemetry;

/// <summary>A span that is known as a whole when it ends, because what it stands for may outlive a process.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Parent">The span above it.</param>
/// <param name="Id">Its id, where others know it; null for any.</param>
/// <param name="Start">When it began, in UTC.</param>
/// <param name="End">When it ended, in UTC.</param>
/// <param name="Tags">Its attributes.</param>
/// <param name="ErrorType">Type of the failure; null when it went well.</param>
internal sealed record FinishedSpan(
    string Name, ActivityKind Kind, ActivityContext Parent, ActivitySpanId? Id, DateTime Start, DateTime End, KeyValuePair<string, object?>[] Tags, string? ErrorType);
