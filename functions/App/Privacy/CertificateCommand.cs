using System.Text.Json;
using RetailServerless.Core.Privacy.Requests.Certificates;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Privacy;

/// <summary>
/// <c>verify-certificate FILE --keys KEYS</c>: checks a certificate of erasure with nothing but a file of public keys, as <c>GET /api/privacy/certificate-keys</c> gives it. Needs no data folder and no network.
/// </summary>
internal static class CertificateCommand
{
    public const string Name = "verify-certificate";

    /// <returns>0 when it is genuine, 1 when it is not, 2 when it cannot be checked.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is not [_, var file, "--keys", var keys])
        {
            await errors.WriteLineAsync($"{Name} FILE --keys KEYS");
            return 2;
        }

        try
        {
            var signed = await ReadAsync<SignedCertificate>(file);
            if (CertificateVerifier.Refuse(signed, (await ReadAsync<CertificateKeys>(keys)).Keys) is { } reason)
            {
                await output.WriteLineAsync($"NOT GENUINE: {reason}");
                return 1;
            }

            var certificate = signed.Read();
            await output.WriteLineAsync($"genuine: {certificate.Extent.ToString().ToLowerInvariant()} erasure, request {certificate.RequestId}, certificate {certificate.Number} of {certificate.IssuedAt:yyyy-MM-dd}");
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
