using System.Diagnostics;
using System.Globalization;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Telemetry;

/// <summary>
/// The place of an orchestration in a distributed trace (W3C Trace Context), kept in its row, so that every process and every start of one continues
/// the same trace.
/// </summary>
/// <param name="Parent">The <c>traceparent</c> of whoever created the instance.</param>
/// <param name="State">The <c>tracestate</c> of the same; null for none.</param>
/// <param name="SpanId">The id of the span of the present generation, 16 hexadecimal digits. The span itself is emitted once, when the generation ends.</param>
/// <param name="Start">When the generation began; null before.</param>
internal sealed record InstanceTrace(string Parent, string? State, string SpanId, DateTime? Start)
{
    /// <summary>The trace of an instance that is created under a span; null without one.</summary>
    public static InstanceTrace? Under(Activity? creator) =>
        creator is { IdFormat: ActivityIdFormat.W3C, Id: { } parent } ? new(parent, creator.TraceStateString, NewSpanId(), null) : null;

    /// <summary>The context of the creator.</summary>
    public ActivityContext Creator => ActivityContext.TryParse(Parent, State, isRemote: true, out var context) ? context : default;

    /// <summary>The context of the generation's own span.</summary>
    public ActivityContext Own => With(ActivitySpanId.CreateFromString(SpanId));

    /// <summary>The context of the span that stands for a task of the generation, from its scheduling to its result.</summary>
    public ActivityContext Task(int taskId) => With(SpanOf(taskId));

    /// <summary>The trace of a sub-orchestration that is a task of the generation.</summary>
    public InstanceTrace Child(SubOrchestrationScheduled child)
    {
        var parent = Task(child.TaskId);
        return new($"00-{parent.TraceId}-{parent.SpanId}-{(int)parent.TraceFlags:x2}", State, NewSpanId(), null);
    }

    /// <summary>The trace of the next generation.</summary>
    public InstanceTrace Next() => this with { SpanId = NewSpanId(), Start = null };

    /// <summary>
    /// The id follows from the generation's span and the number of the task: nothing need be stored for it, and a task that runs again after a crash
    /// has the same parent. Mixed as in splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
    /// </summary>
    private ActivitySpanId SpanOf(int taskId)
    {
        var mixed = ulong.Parse(SpanId, NumberStyles.HexNumber, CultureInfo.InvariantCulture) + (((ulong)(uint)taskId + 1) * 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return ActivitySpanId.CreateFromString((mixed == 0 ? 1 : mixed).ToString("x16", CultureInfo.InvariantCulture));
    }

    private static string NewSpanId() => ActivitySpanId.CreateRandom().ToHexString();

    private ActivityContext With(ActivitySpanId span)
    {
        var creator = Creator;
        return new(creator.TraceId, span, creator.TraceFlags, State, isRemote: true);
    }
}
