using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace RetailServerless.Samples.Identity.Tests;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retail-identity-").FullName;
    private Issuer _issuer = null!;

    public async Task InitializeAsync() => _issuer = await Issuer.StartAsync(_folder);

    public async Task DisposeAsync()
    {
        await _issuer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("officer", "Privacy.Officer")]
    [InlineData("board", "Governance.Board")]
    [InlineData("auditor", "Governance.Auditor")]
    [InlineData("planner", "Merchandising.Planner")]
    [InlineData("admin", "Platform.Admin")]
    public async Task Staff_get_a_token_with_their_role(string userName, string role)
    {
        var token = await ValidateAsync(await AccessTokenAsync(userName));

        Assert.Equal([role], token.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value));
        Assert.DoesNotContain("shop", token.GetClaim("scope").Value.Split(' '));
    }

    [Fact]
    public async Task A_shopper_gets_a_token_with_number_and_scope_and_no_role()
    {
        var token = await ValidateAsync(await AccessTokenAsync("C00001", ("scope", "openid shop staff")));

        Assert.Equal("C00001", token.Subject);
        Assert.Contains("shop", token.GetClaim("scope").Value.Split(' '));
        Assert.DoesNotContain("staff", token.GetClaim("scope").Value.Split(' '));
        Assert.DoesNotContain(token.Claims, claim => claim.Type == "roles");
    }

    [Fact]
    public async Task A_wrong_password_gets_nothing()
    {
        var (status, json) = await _issuer.TokenAsync(("grant_type", "password"), ("client_id", "cli"), ("username", "admin"), ("password", "guess"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_grant", json.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("console")]
    [InlineData("somebody")]
    public async Task Another_client_gets_nothing_for_a_password(string client)
    {
        var (status, json) = await _issuer.TokenAsync(
            ("grant_type", "password"), ("client_id", client), ("username", "admin"), ("password", _issuer.PasswordOf("admin")));

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("invalid_client", json.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Tokens_and_passwords_outlive_a_restart()
    {
        var token = await AccessTokenAsync("board");
        var password = _issuer.PasswordOf("board");
        await _issuer.DisposeAsync();
        _issuer = await Issuer.StartAsync(_folder);

        Assert.Equal(password, _issuer.PasswordOf("board"));
        Assert.Equal("board", (await ValidateAsync(token, sameAddress: false)).Subject);
    }

    [Fact]
    public void Secrets_are_kept_in_files_of_their_owner()
    {
        foreach (var file in OperatingSystem.IsWindows() ? [] : Directory.EnumerateFiles(_folder))
        {
            Assert.False(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) != (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
        }

        Assert.Contains(_issuer.PasswordOf("admin"), File.ReadAllText(Path.Combine(_folder, "demo-sign-ins.json")));
    }

    private async Task<string> AccessTokenAsync(string userName, params (string Name, string Value)[] more)
    {
        var (status, json) = await _issuer.TokenAsync(
            [("grant_type", "password"), ("client_id", "cli"), ("username", userName), ("password", _issuer.PasswordOf(userName)), .. more]);
        Assert.Equal(HttpStatusCode.OK, status);
        return json.GetProperty("access_token").GetString()!;
    }

    // As any relying party does it: by the discovery document and the keys that it points to.
    private async Task<JsonWebToken> ValidateAsync(string token, bool sameAddress = true)
    {
        var discovery = await OpenIdConnectConfigurationRetriever.GetAsync(
            _issuer.Http.BaseAddress + ".well-known/openid-configuration", new HttpDocumentRetriever(_issuer.Http) { RequireHttps = false }, default);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = discovery.Issuer,
            ValidateIssuer = sameAddress,
            ValidAudience = "retail-serverless",
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = discovery.SigningKeys,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }
}
