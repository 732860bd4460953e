using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>Options of a client.</summary>
public class DurableTaskClientOptions
{
    private DataConverter? _converter;

    /// <summary>Version of new orchestrations that name none; empty for unversioned.</summary>
    public string DefaultVersion { get; set; } = string.Empty;

    /// <summary>
    /// Writes inputs and events and reads outputs. Unless it is set, a <see cref="DataConverter"/> of the services is taken, or else JSON; null puts it back to that.
    /// </summary>
    public DataConverter DataConverter
    {
        get => _converter ?? JsonDataConverter.Default;
        set => _converter = value;
    }

    /// <summary>Whether the client can be used for entities. Then instance ids that begin with <c>@</c> belong to entities and are refused for orchestrations.</summary>
    public bool EnableEntitySupport { get; set; }

    internal bool HasDataConverter => _converter is not null;

    /// <summary>Gives these settings to the options of another kind of client, where it has none of its own.</summary>
    internal void ApplyTo(DurableTaskClientOptions other)
    {
        other._converter ??= _converter;
        other.EnableEntitySupport |= EnableEntitySupport;
        if (!string.IsNullOrWhiteSpace(DefaultVersion))
        {
            other.DefaultVersion = DefaultVersion;
        }
    }
}
