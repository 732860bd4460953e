namespace RetailServerless.Embedded.Storage.Objects;

/// <summary>The rule of <see cref="Core.Storage.IObjectStore"/>: segments of <c>[a-z0-9._-]</c>, none of them <c>.</c> or <c>..</c>.</summary>
internal static class ObjectPaths
{
    private const int MaximumLength = 512;

    /// <exception cref="ArgumentException">The path breaks the rule.</exception>
    public static void Check(string path)
    {
        if (path is not { Length: > 0 and <= MaximumLength } || !path.Split('/').All(IsSegment))
            throw new ArgumentException("A path is segments of [a-z0-9._-] separated by '/'.", nameof(path));
    }

    /// <summary>A prefix may end anywhere, also after a separator; the empty one is all.</summary>
    /// <exception cref="ArgumentException">No path can begin so.</exception>
    public static void CheckPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var segments = prefix.Split('/');
        var isWhole = segments[..^1].All(IsSegment) && segments[^1].All(IsAllowed);
        if (prefix.Length > MaximumLength || !isWhole)
            throw new ArgumentException("A prefix is the beginning of a path: segments of [a-z0-9._-] separated by '/'.", nameof(prefix));
    }

    private static bool IsSegment(string segment) => segment is not ("" or "." or "..") && segment.All(IsAllowed);

    private static bool IsAllowed(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or '-';
}
