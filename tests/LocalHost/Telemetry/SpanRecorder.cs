using System.Collections.Concurrent;
using System.Diagnostics;

namespace RetailServerless.LocalHost.Tests.Telemetry;

/// <summary>A caller with a trace of its own, and what is told of that trace. Traces of other tests are not listened to.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ActivitySource _source = new($"test-{Guid.NewGuid():N}");
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityTraceId _trace;

    public SpanRecorder(string? state = null)
    {
        _trace = ActivityTraceId.CreateRandom();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source == _source || source.Name is "Microsoft.DurableTask" or "user code",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == _trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        var above = new ActivityContext(_trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, state);
        Caller = _source.StartActivity("caller", ActivityKind.Internal, above)!;
    }

    public Activity Caller { get; }

    /// <summary>What has ended so far, without the caller.</summary>
    public IReadOnlyList<Activity> Spans => [.. _ended.Where(span => span != Caller)];

    public Activity Single(string name, ActivityKind kind) => Spans.Single(span => span.DisplayName == name && span.Kind == kind);

    /// <summary>All spans as a tree below the caller, those of one parent in the order of their start.</summary>
    public string Tree()
    {
        var lines = new List<string>();
        Write(Caller, 0, lines);
        var below = lines.Count - 1;
        Assert.True(below == Spans.Count, $"{Spans.Count - below} spans are not below the caller:\n{string.Join('\n', Spans.Select(span => $"{span.DisplayName} {span.SpanId} under {span.ParentSpanId}"))}");
        return string.Join('\n', lines);
    }

    public void Dispose()
    {
        Caller.Dispose();
        _listener.Dispose();
        _source.Dispose();
    }

    private void Write(Activity span, int depth, List<string> lines)
    {
        lines.Add($"{new string(' ', depth * 2)}{span.DisplayName} {span.Kind}");
        foreach (var child in Spans.Where(other => other.ParentSpanId == span.SpanId).OrderBy(other => other.StartTimeUtc).ThenBy(other => other.DisplayName, StringComparer.Ordinal))
        {
            Write(child, depth + 1, lines);
        }
    }
}
