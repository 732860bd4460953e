using System.Text.Json;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Consent;

/// <summary>
/// <c>receipts verify FILE --keys KEYS</c>: checks a receipt of consent with nothing but a file of public keys, as <c>GET /api/consent/receipt-keys</c> gives it. Needs no data folder and no network.
/// </summary>
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

        try
        {
            var signed = await ReadAsync<SignedReceipt>(file);
            if (ReceiptVerifier.Refuse(signed, (await ReadAsync<ReceiptKeys>(keys)).Keys) is { } reason)
            {
                await output.WriteLineAsync($"NOT GENUINE: {reason}");
                return 1;
            }

            await output.WriteLineAsync($"genuine: receipt {signed.Receipt["receipt_number"]}, {signed.Receipt["events"]![0]!["event_state"]} at {signed.Receipt["events"]![0]!["event_time"]}");
            return 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            await errors.WriteLineAsync($"It cannot be checked: {unreadable.Message}");
            return 2;
        }
    }

    private static async Task<T> ReadAsync<T>(string path)
    {
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<T>(file, PlatformJson.Options) ?? throw new JsonException($"{path} holds nothing.");
    }
}
