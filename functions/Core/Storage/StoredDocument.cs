namespace RetailServerless.Core.Storage;

/// <summary>A document as it was read.</summary>
/// <typeparam name="T">The type of its content.</typeparam>
/// <param name="Key">Where it lies.</param>
/// <param name="Value">Its content.</param>
/// <param name="ETag">Changes with every write (RFC 9110 section 8.8.3), without quotes.</param>
public sealed record StoredDocument<T>(DocumentKey Key, T Value, string ETag);
