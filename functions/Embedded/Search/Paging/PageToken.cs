using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Results;
using RetailServerless.Core.Search;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Search.Matching;

namespace RetailServerless.Embedded.Search.Paging;

/// <summary>
/// Where a page ended: the sort key and number of its last document, bound to the catalog version and to everything that decides what matches and in which order. It carries no authority (search shows
/// everybody the same), so it is checked, not signed.
/// </summary>
/// <param name="After">The last hit of the page before.</param>
/// <param name="Required">How many words a product had to have.</param>
internal sealed record PageToken(Hit After, int Required)
{
    private const byte Format = 1;
    private const int HashLength = 8;
    private const int BodyLength = 1 + HashLength + HashLength + sizeof(double) + sizeof(int) + sizeof(byte);
    private const int Length = BodyLength + sizeof(uint);

    public string Encode(SearchRequest request, CatalogVersion version)
    {
        Span<byte> token = stackalloc byte[Length];
        token[0] = Format;
        VersionHash(version, token.Slice(1, HashLength));
        RequestHash(request, token.Slice(1 + HashLength, HashLength));
        BinaryPrimitives.WriteDoubleLittleEndian(token[(1 + (2 * HashLength))..], After.Key);
        BinaryPrimitives.WriteInt32LittleEndian(token[(9 + (2 * HashLength))..], After.Document);
        token[BodyLength - 1] = (byte)Required;
        BinaryPrimitives.WriteUInt32LittleEndian(token[BodyLength..], Crc32.HashToUInt32(token[..BodyLength]));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Reads the token of a request. A token that was changed, or belongs to another search or catalog version, is a failure.</summary>
    public static Result<PageToken?> Decode(SearchRequest request, CatalogVersion version)
    {
        if (string.IsNullOrEmpty(request.ContinuationToken))
        {
            return (PageToken?)null;
        }

        Span<byte> token = stackalloc byte[Length];
        if (!Base64Url.IsValid(request.ContinuationToken, out var length) || length != Length)
        {
            return Invalid("is not one that a search gave");
        }

        Base64Url.DecodeFromChars(request.ContinuationToken, token);
        Span<byte> hash = stackalloc byte[HashLength];
        if (token[0] != Format || BinaryPrimitives.ReadUInt32LittleEndian(token[BodyLength..]) != Crc32.HashToUInt32(token[..BodyLength]))
        {
            return Invalid("is not one that a search gave");
        }

        VersionHash(version, hash);
        if (!hash.SequenceEqual(token.Slice(1, HashLength)))
        {
            return Invalid("is of a catalog that has been replaced; start again from the first page");
        }

        RequestHash(request, hash);
        if (!hash.SequenceEqual(token.Slice(1 + HashLength, HashLength)))
        {
            return Invalid("is of another search; send it with the same query, filters and sort");
        }

        var key = BinaryPrimitives.ReadDoubleLittleEndian(token[(1 + (2 * HashLength))..]);
        return new PageToken(new Hit(key, BinaryPrimitives.ReadInt32LittleEndian(token[(9 + (2 * HashLength))..]), 0), token[BodyLength - 1]);
    }

    private static Failure Invalid(string rule) => SearchRequestValidator.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["continuationToken"] = [rule] });

    private static void VersionHash(CatalogVersion version, Span<byte> hash) => XxHash64.Hash(MemoryMarshal.AsBytes(version.Value.AsSpan()), hash);

    // Size, facets and highlights may change from page to page.
    private static void RequestHash(SearchRequest request, Span<byte> hash)
    {
        var asked = request with
        {
            ContinuationToken = null,
            Size = 0,
            Facets = [],
            Highlight = false,
            Attributes = new SortedDictionary<string, IReadOnlyList<string>>(request.Attributes.ToDictionary(), StringComparer.Ordinal),
        };
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked, PlatformJson.Options))[..HashLength].CopyTo(hash);
    }
}
