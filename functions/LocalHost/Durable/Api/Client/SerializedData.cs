using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>Data as text, with what reads it.</summary>
/// <param name="data">The text.</param>
/// <param name="converter">What reads it; JSON unless given.</param>
public sealed class SerializedData(string data, DataConverter? converter = null)
{
    /// <summary>The text.</summary>
    public string Value { get; } = data ?? throw new ArgumentNullException(nameof(data));

    /// <summary>What reads it.</summary>
    public DataConverter Converter { get; } = converter ?? JsonDataConverter.Default;

    /// <summary>Reads it.</summary>
    public T ReadAs<T>() => Converter.Deserialize<T>(Value);
}
