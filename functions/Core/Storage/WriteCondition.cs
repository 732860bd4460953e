namespace RetailServerless.Core.Storage;

/// <summary>Under which condition a document is written.</summary>
public readonly record struct WriteCondition
{
    private WriteCondition(bool onlyIfAbsent, string? etag)
    {
        OnlyIfAbsent = onlyIfAbsent;
        ETag = etag;
    }

    /// <summary>Whether the document must not exist yet.</summary>
    public bool OnlyIfAbsent { get; }

    /// <summary>The ETag that the stored document must have; <see langword="null"/>: any.</summary>
    public string? ETag { get; }

    /// <summary>Write in any case.</summary>
    public static WriteCondition Always => default;

    /// <summary>Write only when nothing is there (<c>If-None-Match: *</c>).</summary>
    public static WriteCondition IfAbsent => new(true, null);

    /// <summary>Write only over exactly this version (<c>If-Match</c>).</summary>
    public static WriteCondition IfMatch(string etag) => new(false, etag);
}
