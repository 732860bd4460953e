using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Consent;

/// <summary>
/// <c>receipts verify FILE --keys KEYS</c>: checks a receipt of consent with the keys of <c>GET /api/consent/receipt-keys</c>. <c>receipts rotate-key --data DIR</c>: adds a key, which signs from now on.
/// </summary>
internal static class ReceiptCommand
{
    public const string Name = "receipts";

    /// <returns>0 when it is genuine, 1 when it is not, 2 when it cannot be checked.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is not [_, "verify", var file, "--keys", var keys])
        {
            await errors.WriteLineAsync($"{Name} verify FILE --keys KEYS | {Name} rotate-key --data DIR");
            return 2;
        }

        return await SignedFile.CheckAsync<SignedReceipt>(file, keys, ReceiptVerifier.Refuse, Describe, output, errors);
    }

    /// <summary>Adds a key, with an entry in the audit log; prints its id.</summary>
    public static async Task<int> RotateAsync(ReceiptSigner signer, IAuditLog audit, TextWriter output, CancellationToken cancellationToken)
    {
        var key = await signer.RotateAsync(cancellationToken);
        await audit.AppendAsync(
            new AuditEvent { EntryId = AuditEvent.NewEntryId(), Kind = "consent.receipt-key-rotated", ActorRole = "system", Body = new JsonObject { ["keyId"] = key.KeyId } }, cancellationToken);
        await output.WriteLineAsync(key.KeyId);
        return 0;
    }

    private static string Describe(SignedReceipt signed) =>
        $"receipt {signed.Receipt["receipt_number"]}, {signed.Receipt["events"]![0]!["event_state"]} at {signed.Receipt["events"]![0]!["event_time"]}";
}
