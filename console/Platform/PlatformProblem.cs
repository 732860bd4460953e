namespace RetailServerless.Console.Platform;

/// <summary>What a problem means for who looks at the page.</summary>
public enum ProblemKind
{
    /// <summary>Something to read and act on.</summary>
    Other,

    /// <summary>The session is over.</summary>
    SignedOut,

    /// <summary>The role does not reach so far.</summary>
    NoPermission,

    /// <summary>There is no such thing.</summary>
    NotFound,

    /// <summary>It has changed since it was read.</summary>
    Stale,

    /// <summary>The platform does not answer, or not as itself.</summary>
    Unreachable,
}

/// <summary>Problem details of the platform (RFC 9457), or of the way to it.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Code">The last part of its <c>type</c>, as <c>own-proposal</c>.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Detail">What happened and what to do.</param>
public sealed record PlatformProblem(ProblemKind Kind, string Code, string Title, string Detail)
{
    /// <summary>The HTTP status; 0 when there was no answer.</summary>
    public int Status { get; init; }

    /// <summary>What is wrong where, by path or by file.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>There is no access token any more.</summary>
    public static PlatformProblem SignedOut { get; } = new(ProblemKind.SignedOut, "signed-out", "Your session has ended", "Sign in again, and you come back to this page.") { Status = 401 };

    /// <summary>No answer came.</summary>
    public static PlatformProblem NoAnswer { get; } =
        new(ProblemKind.Unreachable, "no-answer", "The platform does not answer", "Nothing was lost. Try again in a moment; the health page says which part does not work.");
}
