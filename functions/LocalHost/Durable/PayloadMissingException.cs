namespace RetailServerless.LocalHost.Durable;

/// <summary>A payload over 256 KiB is not where the store says it is.</summary>
public sealed class PayloadMissingException : IOException
{
    /// <summary>With the place of the object that is missing.</summary>
    public PayloadMissingException(string place)
        : base($"The payload object '{place}' is missing. It was deleted or moved by something other than the durable engine; what it held is lost unless the object is put back.") =>
        Place = place;

    /// <summary>Where the object should be.</summary>
    public string Place { get; }
}
