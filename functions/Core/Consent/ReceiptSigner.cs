using System.Security.Cryptography;
using NSec.Cryptography;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>Signs receipts with a key of its own, whose seed only the vault can open. It is made at first use, by one process.</summary>
public sealed class ReceiptSigner(IDocumentStore documents, IKeyVault vault, TimeProvider time)
{
    /// <summary>The container of the keys.</summary>
    public const string Container = "consent-signing-keys";

    private const string Partition = "receipts";
    private const string First = "0001";
    private static readonly SignatureAlgorithm Ed25519 = SignatureAlgorithm.Ed25519;

    /// <summary>The public keys, oldest first.</summary>
    public async Task<IReadOnlyList<ReceiptKey>> PublicKeysAsync(CancellationToken cancellationToken)
    {
        await KeyAsync(cancellationToken);
        var keys = new List<ReceiptKey>();
        await foreach (var key in documents.QueryAsync<StoredKey>(Container, Partition, DocumentQuery.All, cancellationToken))
        {
            keys.Add(key.Value.Public);
        }

        return keys;
    }

    /// <summary>Signs a receipt. The same receipt under the same key has the same signature.</summary>
    internal async Task<SignedReceipt> SignAsync(PersonId person, ConsentReceipt receipt, CancellationToken cancellationToken)
    {
        var stored = await KeyAsync(cancellationToken);
        var seed = await vault.UnwrapAsync(stored.Seed, cancellationToken);
        try
        {
            using var key = Key.Import(Ed25519, seed, KeyBlobFormat.RawPrivateKey);
            var unsigned = new SignedReceipt(ReceiptRecord.Of(person, receipt), new ReceiptSignature(stored.Public.KeyId, ReceiptSignature.Ed25519, []));
            return unsigned with { Signature = unsigned.Signature with { Value = Ed25519.Sign(key, unsigned.SignedBytes()) } };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private async Task<StoredKey> KeyAsync(CancellationToken cancellationToken)
    {
        await foreach (var newest in documents.QueryAsync<StoredKey>(Container, Partition, new DocumentQuery(Limit: 1, Descending: true), cancellationToken))
        {
            return newest.Value;
        }

        var place = new DocumentKey(Container, Partition, First);
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
            return new StoredKey(new ReceiptKey(id, ReceiptSignature.Ed25519, publicKey, time.GetUtcNow()), await vault.WrapAsync(seed, cancellationToken));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private sealed record StoredKey(ReceiptKey Public, WrappedKey Seed);
}
