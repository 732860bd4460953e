using System.Security.Cryptography;
using System.Text.Json;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// The key of each request, and of each hold: random, wrapped by the vault, in a document of its own. What is sealed under it is unreadable for ever once the document is gone.
/// </summary>
public sealed class RequestKeys(IDocumentStore documents, IKeyVault vault)
{
    /// <summary>The container.</summary>
    public const string Container = "privacy-request-keys";

    private const string DocumentId = "key";
    private const int KeyBytes = 32;

    /// <summary>The key of a request or hold, made at first use.</summary>
    public async Task<byte[]> GetOrCreateAsync(Guid owner, CancellationToken cancellationToken)
    {
        if (await FindAsync(owner, cancellationToken) is { } there)
        {
            return there;
        }

        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var wrapped = await vault.WrapAsync(key, cancellationToken);
        return await documents.UpsertAsync(KeyOf(owner), wrapped, WriteCondition.IfAbsent, cancellationToken) is not null
            ? key
            : await FindAsync(owner, cancellationToken) ?? throw new CryptographicException("The key of a request was destroyed while it was made.");
    }

    /// <summary>The key; <see langword="null"/> when it was never made or has been destroyed.</summary>
    public async Task<byte[]?> FindAsync(Guid owner, CancellationToken cancellationToken) =>
        await documents.GetAsync<WrappedKey>(KeyOf(owner), cancellationToken) is { } stored ? await vault.UnwrapAsync(stored.Value, cancellationToken) : null;

    /// <summary>Destroys the key. Idempotent.</summary>
    public Task DestroyAsync(Guid owner, CancellationToken cancellationToken) => documents.DeleteAsync(KeyOf(owner), null, cancellationToken);

    /// <summary>Seals a value as JSON.</summary>
    public static byte[] Seal<T>(byte[] key, string use, Guid owner, T value) =>
        PersonCipher.Seal(key, use, owner.ToString("N"), JsonSerializer.SerializeToUtf8Bytes(value, PlatformJson.Options));

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    public static T Open<T>(byte[] key, string use, Guid owner, byte[] sealedBytes) =>
        JsonSerializer.Deserialize<T>(PersonCipher.Open(key, use, owner.ToString("N"), sealedBytes), PlatformJson.Options)!;

    private static DocumentKey KeyOf(Guid owner) => new(Container, owner.ToString("N"), DocumentId);
}
