using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RetailServerless.Functions.Tests.Access;

/// <summary>A real issuer of a test: discovery document and keys over HTTP, tokens signed with RSA or ECDSA.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    private TestIssuer(WebApplication app) => _app = app;

    public string Authority { get; private set; } = string.Empty;

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = issuer.Authority, jwks_uri = issuer.Authority + "/keys" }));
        app.MapGet("/keys", () => Results.Text(issuer.Keys(), "application/json"));
        await app.StartAsync();
        issuer.Authority = app.Urls.First();
        return issuer;
    }

    public string Staff(params string[] roles) => Token(new() { ["sub"] = "staff-1", ["roles"] = roles });

    public string Shopper(string customer) => Token(new() { ["sub"] = customer, ["scope"] = "openid shop" });

    public string Token(Dictionary<string, object> claims, DateTimeOffset? expires = null, string audience = "retail-serverless", string? issuer = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority,
            Audience = audience,
            Claims = claims,
            NotBefore = DateTime.UtcNow.AddHours(-2),
            Expires = (expires ?? DateTimeOffset.UtcNow.AddHours(1)).UtcDateTime,
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        });

    /// <summary>A token that says it needs no signature.</summary>
    public string Unsigned(string customer) => $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{Encode(Payload(customer))}.";

    /// <summary>A token signed with HMAC, the issuer's public key as the secret.</summary>
    public string SignedWithThePublicKey(string customer)
    {
        var signed = $"{Encode($$"""{"alg":"HS256","typ":"JWT","kid":"{{_key.KeyId}}"}""")}.{Encode(Payload(customer))}";
        var secret = Encoding.ASCII.GetBytes(_key.Rsa.ExportSubjectPublicKeyInfoPem());
        return $"{signed}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string Encode(string text) => Base64UrlEncoder.Encode(text);

    private string Payload(string customer) =>
        $$"""{"iss":"{{Authority}}","aud":"retail-serverless","sub":"{{customer}}","scope":"shop","exp":{{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}}}""";

    private string Keys()
    {
        var p = _key.Rsa.ExportParameters(false);
        return $$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{_key.KeyId}}","n":"{{Base64UrlEncoder.Encode(p.Modulus)}}","e":"{{Base64UrlEncoder.Encode(p.Exponent)}}"}]}""";
    }
}
