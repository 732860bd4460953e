using RetailServerless.Core.Privacy.Requests.Certificates;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary><c>verify-certificate FILE --keys KEYS</c>: checks a certificate of erasure with the keys of <c>GET /api/privacy/certificate-keys</c>.</summary>
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

        return await SignedFile.CheckAsync<SignedCertificate>(file, keys, CertificateVerifier.Refuse, Describe, output, errors);
    }

    private static string Describe(SignedCertificate signed)
    {
        var certificate = signed.Read();
        return $"{certificate.Extent.ToString().ToLowerInvariant()} erasure, request {certificate.RequestId}, certificate {certificate.Number} of {certificate.IssuedAt:yyyy-MM-dd}";
    }
}
