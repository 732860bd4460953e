using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Worker;

/// <summary>Options of a worker.</summary>
public partial class DurableTaskWorkerOptions
{
    private DataConverter? _converter;

    /// <summary>
    /// Reads inputs and writes outputs. Unless it is set, a <see cref="DataConverter"/> of the services is taken, or else JSON; null puts it back to that.
    /// </summary>
    public DataConverter DataConverter
    {
        get => _converter ?? JsonDataConverter.Default;
        set => _converter = value;
    }

    /// <summary>Whether orchestrators can use entities. Then instance ids that begin with <c>@</c> belong to entities and are refused for orchestrations.</summary>
    public bool EnableEntitySupport { get; set; }

    /// <summary>Longest single timer of a backend. The local engine takes timers of any length as one and does not need it.</summary>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Says which orchestrations the worker takes, beside a filter of the services; null for all.</summary>
    [Obsolete("Experimental")]
    public IOrchestrationFilter? OrchestrationFilter { get; set; }

    internal bool HasDataConverter => _converter is not null;

    /// <summary>How much runs at once.</summary>
    public ConcurrencyOptions Concurrency { get; } = new();

    /// <summary>Gives these settings to the options of another kind of worker.</summary>
    internal void ApplyTo(DurableTaskWorkerOptions other)
    {
        other.DataConverter = DataConverter;
        other.MaximumTimerInterval = MaximumTimerInterval;
        other.EnableEntitySupport = EnableEntitySupport;
        other.Versioning = Versioning;
#pragma warning disable CS0618 // Our own member, marked as in the original.
        other.OrchestrationFilter = OrchestrationFilter;
#pragma warning restore CS0618
    }

    /// <summary>How much runs at once in one process.</summary>
    public class ConcurrencyOptions
    {
        /// <summary>Activities at once; 100 a processor unless set.</summary>
        public int MaximumConcurrentActivityWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <summary>
        /// Orchestrators at once; 100 a processor unless set. The steps of an orchestrator never wait on the local engine, so that as many run
        /// at once as there are processors, whatever is set here.
        /// </summary>
        public int MaximumConcurrentOrchestrationWorkItems { get; set; } = 100 * Environment.ProcessorCount;

        /// <summary>Entities that do operations at once; 100 a processor unless set. One entity does one operation at a time.</summary>
        public int MaximumConcurrentEntityWorkItems { get; set; } = 100 * Environment.ProcessorCount;
    }
}
