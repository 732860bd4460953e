using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NSec.Cryptography;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Signing;

/// <summary>The keys that sign one kind of document. Seeds lie among the documents, where only the vault can open them; the first is made at first use, by one process.</summary>
internal sealed class SigningKeys(IDocumentStore documents, IKeyVault vault, TimeProvider time, string container, string partition)
{
    private const string First = "0001";
    private static readonly SignatureAlgorithm Ed25519 = SignatureAlgorithm.Ed25519;

    /// <summary>The public keys, oldest first.</summary>
    public async Task<IReadOnlyList<SigningKey>> PublicKeysAsync(CancellationToken cancellationToken)
    {
        await KeyAsync(cancellationToken);
        return await documents.QueryAsync<StoredKey>(container, partition, DocumentQuery.All, cancellationToken).Select(k => k.Value.Public).ToListAsync(cancellationToken);
    }

    /// <summary>Signs a document with the newest key. The same document under the same key has the same signature.</summary>
    public async Task<DocumentSignature> SignAsync(JsonObject document, CancellationToken cancellationToken)
    {
        var stored = await KeyAsync(cancellationToken);
        var seed = await vault.UnwrapAsync(stored.Seed, cancellationToken);
        try
        {
            using var key = Key.Import(Ed25519, seed, KeyBlobFormat.RawPrivateKey);
            return new DocumentSignature(stored.Public.KeyId, DocumentSignature.Ed25519, Ed25519.Sign(key, CanonicalJson.ToUtf8(document)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Adds a key, which signs from now on in every process. Older keys stay to check what they signed.</summary>
    public async Task<SigningKey> RotateAsync(CancellationToken cancellationToken)
    {
        await KeyAsync(cancellationToken);
        while (true)
        {
            var count = await documents.QueryAsync<StoredKey>(container, partition, DocumentQuery.All, cancellationToken).CountAsync(cancellationToken);
            var made = await MakeAsync(cancellationToken);
            var id = (count + 1).ToString("D4", System.Globalization.CultureInfo.InvariantCulture);
            if (await documents.UpsertAsync(new DocumentKey(container, partition, id), made, WriteCondition.IfAbsent, cancellationToken) is not null)
            {
                return made.Public;
            }
        }
    }

    private async Task<StoredKey> KeyAsync(CancellationToken cancellationToken)
    {
        await foreach (var newest in documents.QueryAsync<StoredKey>(container, partition, new DocumentQuery(Limit: 1, Descending: true), cancellationToken))
        {
            return newest.Value;
        }

        var place = new DocumentKey(container, partition, First);
        var made = await MakeAsync(cancellationToken);
        return await documents.UpsertAsync(place, made, WriteCondition.IfAbsent, cancellationToken) is not null
            ? made
            : (await documents.GetAsync<StoredKey>(place, cancellationToken))!.Value;
    }

    private async Task<StoredKey> MakeAsync(CancellationToken cancellationToken)
    {
        using var key = Key.Create(Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        var seed = key.Export(KeyBlobFormat.RawPrivateKey);
        var publicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        try
        {
            var id = Convert.ToHexStringLower(SHA256.HashData(publicKey))[..16];
            return new StoredKey(new SigningKey(id, DocumentSignature.Ed25519, publicKey, time.GetUtcNow()), await vault.WrapAsync(seed, cancellationToken));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private sealed record StoredKey(SigningKey Public, WrappedKey Seed);
}
