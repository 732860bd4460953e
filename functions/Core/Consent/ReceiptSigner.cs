using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Signing;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>Signs receipts with a key of its own, see <see cref="SigningKeys"/>.</summary>
public sealed class ReceiptSigner(IDocumentStore documents, IKeyVault vault, TimeProvider time)
{
    /// <summary>The container of the keys.</summary>
    public const string Container = "consent-signing-keys";

    private readonly SigningKeys _keys = new(documents, vault, time, Container, "receipts");

    /// <summary>The public keys, oldest first.</summary>
    public Task<IReadOnlyList<SigningKey>> PublicKeysAsync(CancellationToken cancellationToken) => _keys.PublicKeysAsync(cancellationToken);

    /// <summary>Adds a key, which signs every later receipt; receipts of before are checked with the keys of before.</summary>
    public Task<SigningKey> RotateAsync(CancellationToken cancellationToken) => _keys.RotateAsync(cancellationToken);

    /// <summary>Signs a receipt. The same receipt under the same key has the same signature.</summary>
    internal async Task<SignedReceipt> SignAsync(PersonId person, ConsentReceipt receipt, CancellationToken cancellationToken)
    {
        var record = ReceiptRecord.Of(person, receipt);
        return new SignedReceipt(record, await _keys.SignAsync(record, cancellationToken));
    }
}
