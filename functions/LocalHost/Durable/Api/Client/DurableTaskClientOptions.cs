using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>Options of a client.</summary>
public class DurableTaskClientOptions
{
    /// <summary>Version of new orchestrations that name none; empty for unversioned.</summary>
    public string DefaultVersion { get; set; } = string.Empty;

    /// <summary>Writes inputs and events.</summary>
    public DataConverter DataConverter { get; set; } = JsonDataConverter.Default;

    /// <summary>Whether the client can be used for entities. Then instance ids that begin with <c>@</c> belong to entities and are refused for orchestrations.</summary>
    public bool EnableEntitySupport { get; set; }
}
