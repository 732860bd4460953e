using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RetailServerless.Samples.Identity.Tests;

public sealed partial class ConsoleSignInTests : IAsyncLifetime
{
    private const string Redirect = "http://127.0.0.1:7080/signin-oidc";
    private const string Verifier = "0123456789-0123456789-0123456789-0123456789";

    private readonly string _folder = Directory.CreateTempSubdirectory("retail-identity-").FullName;
    private Issuer _issuer = null!;

    public async Task InitializeAsync() => _issuer = await Issuer.StartAsync(_folder);

    public async Task DisposeAsync()
    {
        await _issuer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_console_exchanges_the_code_of_the_sign_in_page_for_tokens()
    {
        var code = await SignInAsync("board", _issuer.PasswordOf("board"));

        var (status, json) = await RedeemAsync(code, Verifier);

        Assert.Equal(HttpStatusCode.OK, status);
        var token = new JsonWebToken(json.GetProperty("access_token").GetString());
        Assert.Equal("Governance.Board", token.GetClaim("roles").Value);
        Assert.Equal("retail-serverless", Assert.Single(token.Audiences));
        Assert.Equal("console", Assert.Single(new JsonWebToken(json.GetProperty("id_token").GetString()).Audiences));
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        var code = await SignInAsync("board", _issuer.PasswordOf("board"));
        await RedeemAsync(code, Verifier);

        var (status, json) = await RedeemAsync(code, Verifier);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, json.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_code_is_worth_nothing_without_its_verifier()
    {
        var code = await SignInAsync("board", _issuer.PasswordOf("board"));

        var (status, _) = await RedeemAsync(code, Verifier.Replace('0', '9'));

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task A_wrong_password_shows_the_page_again_and_what_was_sent_is_encoded()
    {
        using var response = await PostAsync("<script>alert(1)</script>", "guess", state: "\"><script>x</script>");

        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("role=\"alert\"", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/signin-oidc")]
    [InlineData("redirect_uri", "http://127.0.0.1:7080/elsewhere")]
    [InlineData("client_id", "cli")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("code_challenge", "")]
    public async Task A_request_that_is_not_the_consoles_is_refused(string parameter, string value)
    {
        var query = Parameters("s");
        query[parameter] = value;

        using var response = await _issuer.Http.GetAsync(Url(query));

        Assert.True(response.StatusCode == HttpStatusCode.BadRequest || Location(response).StartsWith(Redirect + "?error=", StringComparison.Ordinal), Location(response));
        Assert.DoesNotContain("evil", Location(response));
    }

    [Fact]
    public async Task A_page_of_another_name_cannot_reach_the_issuer()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url(Parameters("s"))) { Headers = { Host = "evil.example" } };

        using var response = await _issuer.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static string Location(HttpResponseMessage response) => response.Headers.Location?.ToString() ?? string.Empty;

    private static Dictionary<string, string> Parameters(string state) => new(StringComparer.Ordinal)
    {
        ["client_id"] = "console",
        ["redirect_uri"] = Redirect,
        ["response_type"] = "code",
        ["scope"] = "openid",
        ["state"] = state,
        ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    };

    private static string Url(Dictionary<string, string> query) =>
        "/connect/authorize?" + string.Join('&', query.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));

    private Task<(HttpStatusCode Status, System.Text.Json.JsonElement Json)> RedeemAsync(string code, string verifier) => _issuer.TokenAsync(
        ("grant_type", "authorization_code"), ("client_id", "console"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", verifier));

    private async Task<string> SignInAsync(string userName, string password)
    {
        using var response = await PostAsync(userName, password, "some state");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var query = HttpUtility.ParseQueryString(new Uri(Location(response)).Query);
        Assert.Equal("some state", query["state"]);
        return query["code"]!;
    }

    // As a browser does it: the page's own hidden fields, and what the person types.
    private async Task<HttpResponseMessage> PostAsync(string userName, string password, string state)
    {
        var page = await _issuer.Http.GetStringAsync(Url(Parameters(state)));
        var fields = Hidden().Matches(page).ToDictionary(m => m.Groups["name"].Value, m => HttpUtility.HtmlDecode(m.Groups["value"].Value), StringComparer.Ordinal);
        fields["demo_user_name"] = userName;
        fields["demo_password"] = password;
        return await _issuer.Http.PostAsync("/connect/authorize", new FormUrlEncodedContent(fields));
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex Hidden();
}
