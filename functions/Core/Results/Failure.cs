namespace RetailServerless.Core.Results;

/// <summary>What kind of expected outcome a <see cref="Failure"/> is; the edge maps it to one HTTP status (RFC 9110 section 15).</summary>
public enum FailureKind
{
    /// <summary>The request is malformed or a value is out of range (400).</summary>
    Invalid,

    /// <summary>The caller is unknown (401).</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not do this (403).</summary>
    Forbidden,

    /// <summary>The thing does not exist, or not for this caller (404).</summary>
    NotFound,

    /// <summary>The thing is in a state that does not allow this (409).</summary>
    Conflict,

    /// <summary>An <c>If-Match</c> did not match (412).</summary>
    PreconditionFailed,

    /// <summary>The content is too large (413).</summary>
    TooLarge,

    /// <summary>The content type is not supported (415).</summary>
    UnsupportedMediaType,

    /// <summary>The request is well formed and cannot be processed as it is (422).</summary>
    Unprocessable,

    /// <summary>Too many requests (429).</summary>
    TooMany,

    /// <summary>A part this needs is not available now (503).</summary>
    Unavailable,
}

/// <summary>An expected outcome that is not success. Never carries personal data.</summary>
/// <param name="Kind">The kind, which decides the HTTP status.</param>
/// <param name="Code">Stable, kebab-case; becomes the last segment of the problem's <c>type</c> (RFC 9457 section 3.1.1).</param>
/// <param name="Detail">One or two sentences that say what happened and what to do.</param>
public sealed record Failure(FailureKind Kind, string Code, string Detail)
{
    /// <summary>Errors of single fields, by JSON path; empty when the failure concerns no field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();

    /// <summary>When it makes sense to try again; <see langword="null"/> when it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
