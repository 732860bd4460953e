using System.Text.Json.Nodes;
using RetailServerless.Core.Privacy.Signing;

namespace RetailServerless.Core.Consent;

/// <summary>A receipt with its signature.</summary>
/// <param name="Receipt">The receipt in the fields of ISO/IEC TS 27560:2023, as it was signed.</param>
/// <param name="Signature">The signature.</param>
public sealed record SignedReceipt(JsonObject Receipt, DocumentSignature Signature);

/// <summary>Checks receipts with nothing but public keys.</summary>
public static class ReceiptVerifier
{
    /// <summary>Why a receipt is not genuine, as a stable code; <see langword="null"/> when it is: <c>unknown-algorithm</c>, <c>unknown-key</c>, <c>signature-wrong</c>, <c>not-a-receipt</c>.</summary>
    public static string? Refuse(SignedReceipt signed, IEnumerable<SigningKey> keys)
    {
        ArgumentNullException.ThrowIfNull(signed);
        if (signed is not { Receipt: not null, Signature: { Value: not null } signature })
        {
            return "not-a-receipt";
        }

        // The same key signs nothing else; the name of the form is looked at all the same.
        return SignatureVerifier.Refuse(signed.Receipt, signature, keys) ?? (ReceiptRecord.IsOne(signed.Receipt) ? null : "not-a-receipt");
    }
}
