namespace Microsoft.DurableTask;

/// <summary>Why a task failed, in a form that can be stored.</summary>
/// <param name="ErrorType">Full name of the exception type, or a code such as <c>ActivityTaskNotFound</c>.</param>
/// <param name="ErrorMessage">Its message.</param>
/// <param name="StackTrace">Its stack, where known.</param>
/// <param name="InnerFailure">What caused it, where known.</param>
/// <param name="Properties">Further properties of the exception, where known.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    /// <summary>The details of an exception and of those inside it.</summary>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is TaskFailedException failed
            ? new(typeof(TaskFailedException).FullName!, failed.Message, failed.StackTrace, failed.FailureDetails, null)
            : new(
                exception.GetType().ToString(),
                exception.Message,
                exception.StackTrace,
                exception.InnerException is null ? null : FromException(exception.InnerException),
                null);
    }

    /// <summary>Whether the exception was of a type or of one derived from it.</summary>
    /// <typeparam name="T">The type asked for.</typeparam>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the exception was of a type or of one derived from it.</summary>
    /// <exception cref="ArgumentException">The type is no exception type.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException($"{targetBaseExceptionType} is not a type of exception.", nameof(targetBaseExceptionType));
        }

        if (string.IsNullOrEmpty(ErrorType))
        {
            return false;
        }

        return string.Equals(ErrorType, targetBaseExceptionType.FullName, StringComparison.Ordinal)
            || AppDomain.CurrentDomain.GetAssemblies()
                .Select(assembly => assembly.GetType(ErrorType, throwOnError: false))
                .Any(type => type is not null && targetBaseExceptionType.IsAssignableFrom(type));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
