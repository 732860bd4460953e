using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Access;

/// <summary>
/// Short-lived tokens for unknown visitors, made for a storefront: <c>rsv1.PAYLOAD.MAC</c> with HMAC-SHA-256. They are not JSON web tokens, so that neither kind can be taken for the other.
/// The key is made at first use and kept wrapped by the key vault; once it is deleted, every visitor token ends with the next restart.
/// </summary>
public sealed class VisitorTokens(IDocumentStore documents, IKeyVault vault, TimeProvider time) : IDisposable
{
    /// <summary>How a visitor token begins.</summary>
    public const string Prefix = "rsv1.";

    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const int GuidBytes = 16;
    private const int HeadBytes = GuidBytes + sizeof(long);
    private const int MaxLength = 256;

    private static readonly DocumentKey KeyDocument = new("access-secrets", "shop", "visitor-tokens");

    private readonly SemaphoreSlim _opening = new(1);
    private byte[]? _key;

    /// <summary>Makes a token.</summary>
    /// <param name="visitor">The visitor's random number.</param>
    /// <param name="storefront">Name of the storefront key for which it is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<VisitorToken> IssueAsync(Guid visitor, string storefront, CancellationToken cancellationToken)
    {
        var key = await GetKeyAsync(cancellationToken).ConfigureAwait(false);
        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        var payload = new byte[HeadBytes + Encoding.UTF8.GetByteCount(storefront)];
        visitor.TryWriteBytes(payload, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(GuidBytes), expires.ToUnixTimeSeconds());
        Encoding.UTF8.GetBytes(storefront, payload.AsSpan(HeadBytes));
        var signed = Prefix + Base64Url.EncodeToString(payload);
        return new VisitorToken($"{signed}.{Base64Url.EncodeToString(Mac(key, signed))}", visitor, storefront, expires);
    }

    /// <summary>Reads a token; <see langword="null"/> when it is not one of ours or is over.</summary>
    public async ValueTask<VisitorToken?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        var end = token.LastIndexOf('.');
        if (token.Length > MaxLength || !token.StartsWith(Prefix, StringComparison.Ordinal) || end < Prefix.Length)
        {
            return null;
        }

        var key = await GetKeyAsync(cancellationToken).ConfigureAwait(false);
        if (!TryDecode(token.AsSpan(end + 1), out var mac) || !CryptographicOperations.FixedTimeEquals(mac, Mac(key, token[..end])))
        {
            return null;
        }

        if (!TryDecode(token.AsSpan(Prefix.Length, end - Prefix.Length), out var payload) || payload.Length <= HeadBytes)
        {
            return null;
        }

        var expires = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(GuidBytes)));
        return expires > time.GetUtcNow()
            ? new VisitorToken(token, new Guid(payload.AsSpan(0, GuidBytes), bigEndian: true), Encoding.UTF8.GetString(payload.AsSpan(HeadBytes)), expires)
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _opening.Dispose();

    private static byte[] Mac(byte[] key, string signed) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed));

    private static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        return bytes.Length > 0;
    }

    private async ValueTask<byte[]> GetKeyAsync(CancellationToken cancellationToken)
    {
        if (_key is { } ready)
        {
            return ready;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _key ??= await OpenKeyAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<byte[]> OpenKeyAsync(CancellationToken cancellationToken)
    {
        var stored = await documents.GetAsync<WrappedKey>(KeyDocument, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            var made = await vault.WrapAsync(RandomNumberGenerator.GetBytes(32), cancellationToken).ConfigureAwait(false);
            await documents.UpsertAsync(KeyDocument, made, WriteCondition.IfAbsent, cancellationToken).ConfigureAwait(false);

            // Another process may have been first: its key counts.
            stored = await documents.GetAsync<WrappedKey>(KeyDocument, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The key of visitor tokens was written and cannot be read back.");
        }

        return await vault.UnwrapAsync(stored.Value, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A visitor token and what it says.</summary>
/// <param name="Value">The token; a secret of the visitor's browser.</param>
/// <param name="Visitor">The visitor's random number.</param>
/// <param name="Storefront">Name of the storefront key for which it was made.</param>
/// <param name="ExpiresAt">Until when it is good, UTC.</param>
public sealed record VisitorToken(string Value, Guid Visitor, string Storefront, DateTimeOffset ExpiresAt)
{
    /// <summary>The visitor.</summary>
    public PersonId Person => PersonId.OfVisitor(Visitor);
}
