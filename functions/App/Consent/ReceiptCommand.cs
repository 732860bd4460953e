using RetailServerless.Core.Consent;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Consent;

/// <summary><c>receipts verify FILE --keys KEYS</c>: checks a receipt of consent with the keys of <c>GET /api/consent/receipt-keys</c>.</summary>
internal static class ReceiptCommand
{
    public const string Name = "receipts";

    /// <returns>0 when it is genuine, 1 when it is not, 2 when it cannot be checked.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is not [_, "verify", var file, "--keys", var keys])
        {
            await errors.WriteLineAsync($"{Name} verify FILE --keys KEYS");
            return 2;
        }

        return await SignedFile.CheckAsync<SignedReceipt>(file, keys, ReceiptVerifier.Refuse, Describe, output, errors);
    }

    private static string Describe(SignedReceipt signed) =>
        $"receipt {signed.Receipt["receipt_number"]}, {signed.Receipt["events"]![0]!["event_state"]} at {signed.Receipt["events"]![0]!["event_time"]}";
}
