using System.Buffers.Text;
using System.Text.Json;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Api;

/// <summary>
/// Where a list goes on, as an opaque string. It carries a position and no authority: whoever changes one only moves inside a list that they may read anyway.
/// </summary>
public static class ContinuationToken
{
    private const int MaxLength = 2048;

    /// <summary>Makes the token of a position.</summary>
    /// <param name="list">Names the list, as <c>imports</c>; a token of another list is refused.</param>
    /// <param name="position">Where to go on.</param>
    public static string Encode<T>(string list, T position) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Content<T>(list, position), PlatformJson.Options));

    /// <summary>Reads a token. <see langword="null"/> or empty is the first page, and gives the default of <typeparamref name="T"/>.</summary>
    public static Result<T?> Decode<T>(string list, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return default(T?);
        }

        if (token.Length > MaxLength || !Base64Url.IsValid(token))
        {
            return Unknown();
        }

        try
        {
            var content = JsonSerializer.Deserialize<Content<T>>(Base64Url.DecodeFromChars(token), PlatformJson.Options);
            return content is not null && content.List == list && content.Position is not null ? content.Position : Unknown();
        }
        catch (JsonException)
        {
            return Unknown();
        }
    }

    /// <summary>The failure for a token that the list did not give.</summary>
    internal static Failure Unknown() => new(
        FailureKind.Invalid, "unknown-continuation-token", "The continuationToken is not one that this list gave. Leave it out to start from the first page.");

    private sealed record Content<T>(string List, T Position);
}
