using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>Options of a client.</summary>
public class DurableTaskClientOptions
{
    /// <summary>Version of new orchestrations that name none; empty for unversioned.</summary>
    public string DefaultVersion { get; set; } = string.Empty;

    /// <summary>Writes inputs and events.</summary>
    public DataConverter DataConverter { get; set; } = JsonDataConverter.Default;
}
