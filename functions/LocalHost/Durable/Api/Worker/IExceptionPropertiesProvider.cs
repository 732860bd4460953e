namespace Microsoft.DurableTask.Worker;

/// <summary>Says which properties of an exception are kept with a failure. Register one as a singleton.</summary>
public interface IExceptionPropertiesProvider
{
    /// <summary>The properties to keep; null for none. They are stored as JSON.</summary>
    IDictionary<string, object?>? GetExceptionProperties(Exception exception);
}
