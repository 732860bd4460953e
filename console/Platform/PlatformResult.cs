namespace RetailServerless.Console.Platform;

/// <summary>What the platform answered: a value, or the problem that stood in the way.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public sealed record PlatformResult<T>
{
    private PlatformResult()
    {
    }

    /// <summary>The value; only when there is no <see cref="Problem"/>.</summary>
    public T? Value { get; private init; }

    /// <summary>What stood in the way; <see langword="null"/> when nothing did.</summary>
    public PlatformProblem? Problem { get; private init; }

    /// <summary>The entity tag, for a later <c>If-Match</c>.</summary>
    public string? ETag { get; private init; }

    public static PlatformResult<T> Of(T value, string? etag) => new() { Value = value, ETag = etag };

    public static PlatformResult<T> Of(PlatformProblem problem) => new() { Problem = problem };

    public static implicit operator PlatformResult<T>(PlatformProblem problem) => Of(problem);

    /// <summary>The value, or the problem.</summary>
    public bool TryGet([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out PlatformProblem? problem)
    {
        (value, problem) = (Value, Problem);
        return problem is null && value is not null;
    }
}
