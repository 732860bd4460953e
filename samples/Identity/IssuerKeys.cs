using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace RetailServerless.Samples.Identity;

/// <summary>The keys of the issuer, kept in files of mode 0600 so that tokens outlive a restart.</summary>
internal static class IssuerKeys
{
    /// <summary>The key that signs tokens, ECDSA on P-256 (ES256).</summary>
    public static SecurityKey Signing(string folder)
    {
        var file = Path.Combine(folder, "signing-key.pem");
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(file))
        {
            key.ImportFromPem(File.ReadAllText(file));
        }
        else
        {
            PrivateFiles.Write(file, key.ExportPkcs8PrivateKeyPem());
        }

        return new ECDsaSecurityKey(key) { KeyId = Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo())) };
    }

    /// <summary>The key that encrypts authorization codes, which only this issuer reads.</summary>
    public static SecurityKey Encryption(string folder)
    {
        var file = Path.Combine(folder, "encryption-key.txt");
        if (!File.Exists(file))
        {
            PrivateFiles.Write(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }

        return new SymmetricSecurityKey(Convert.FromBase64String(File.ReadAllText(file)));
    }
}
