using System.Globalization;
using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Access;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Tests.Access;

/// <summary>Every route and every kind of caller before the middleware alone.</summary>
public sealed class WalkTests : IAsyncLifetime
{
    private static readonly Guid SomeVisitor = Guid.NewGuid();

    private AccessParts _parts = null!;
    private TestIssuer _issuer = null!;
    private TestIssuer _otherIssuer = null!;
    private string _key = string.Empty;
    private string _keyWithoutScope = string.Empty;
    private string _visitor = string.Empty;

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _otherIssuer = await TestIssuer.StartAsync();
        _parts = new AccessParts(_issuer.Authority);
        _key = await _parts.KeyAsync();
        _keyWithoutScope = await WithoutAnyScopeAsync();
        _visitor = (await _parts.Get<VisitorTokens>().IssueAsync(SomeVisitor, "main", default)).Value;
    }

    public async Task DisposeAsync()
    {
        _parts.Dispose();
        await _issuer.DisposeAsync();
        await _otherIssuer.DisposeAsync();
    }

    [Fact]
    public async Task Every_route_lets_in_whom_it_should_and_nobody_else()
    {
        var callers = WalkTable.Callers(_issuer, _key, _keyWithoutScope, "A1", "B2", SomeVisitor, _visitor);
        var wrong = new List<string>();
        foreach (var (route, cells) in WalkTable.Lines)
        {
            Assert.Equal(callers.Count, cells.Length);
            for (var i = 0; i < callers.Count; i++)
            {
                var http = await CallAsync(route, callers[i].Headers);
                var expected = cells[i] == '+' ? 299 : 400 + (cells[i] - '0');
                if (http.Response.StatusCode != expected)
                {
                    wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{route} for {callers[i].Name}: {http.Response.StatusCode} instead of {expected}"));
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Bad_keys_and_bad_tokens_are_refused_on_every_route_and_all_in_the_same_way()
    {
        var past = DateTimeOffset.UtcNow.AddHours(-1);
        var ann = new Dictionary<string, object> { ["sub"] = "A1", ["scope"] = "shop" };
        List<Action<HttpContext>> bad =
        [
            http => Key(http, "sfk_main_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            http => Key(http, "sfk_nobody_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            http => Key(http, string.Empty),
            http => http.Request.Headers["x-storefront-key"] = new([_key, _key]),
            http => Bearer(http, _issuer.Token(ann, past)),
            http => Bearer(http, _issuer.Token(ann, audience: "someone-else")),
            http => Bearer(http, _issuer.Token(ann, issuer: "https://elsewhere.example")),
            http => Bearer(http, _otherIssuer.Shopper("A1")),
            http => Bearer(http, _otherIssuer.Token(ann, issuer: _issuer.Authority)),
            http => Bearer(http, _issuer.Unsigned("A1")),
            http => Bearer(http, _issuer.SignedWithThePublicKey("A1")),
            http => Bearer(http, _issuer.Shopper("A1")[..^2] + "AA"),
            http => Bearer(http, _visitor[..^2] + "AA"),
            http => Bearer(http, "rsv1.AAAA.AAAA"),
            http => Bearer(http, "rubbish"),
            http => Bearer(http, new string('x', 100_000)),
            http => http.Request.Headers.Authorization = "Basic YTpi",
            http =>
            {
                Bearer(http, _issuer.Shopper("A1"));
                Key(http, "sfk_main_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
            },
            http =>
            {
                Bearer(http, "rubbish");
                Key(http, _key);
            },
        ];
        var nobody = await CallAsync("GET api/products/search", _ => { });

        foreach (var (route, cells) in WalkTable.Lines.Where(line => line.Cells[0] != '+'))
        {
            foreach (var arrange in bad)
            {
                var http = await CallAsync(route, arrange);

                Assert.Equal(401, http.Response.StatusCode);
                Assert.Equal(nobody.Response.Headers.ToDictionary(), http.Response.Headers.ToDictionary());
                Assert.Equal(Body(nobody), Body(http));
            }
        }
    }

    [Fact]
    public void Every_route_of_the_table_is_walked() =>
        Assert.Equal(RouteTable.Lines.Keys.Order(StringComparer.Ordinal), WalkTable.Lines.Select(line => line.Route).Order(StringComparer.Ordinal));

    private static void Key(HttpContext http, string key) => http.Request.Headers["x-storefront-key"] = key;

    private static void Bearer(HttpContext http, string token) => http.Request.Headers.Authorization = "Bearer " + token;

    private static string Body(HttpContext http) => System.Text.Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());

    // No such key can be made; a stored one that has lost its scopes must be useless all the same.
    private async Task<string> WithoutAnyScopeAsync()
    {
        var plain = await _parts.KeyAsync("bare");
        var stored = await _parts.Get<IDocumentStore>().GetAsync<StorefrontKey>(new DocumentKey(StorefrontKeys.Container, "shop", "bare"), default);
        await _parts.Get<IDocumentStore>().UpsertAsync(stored!.Key, stored.Value with { Scopes = [] }, WriteCondition.Always, default);
        return plain;
    }

    private Task<HttpContext> CallAsync(string route, IReadOnlyList<(string Name, string Value)> headers) => CallAsync(route, http =>
    {
        foreach (var (name, value) in headers)
        {
            http.Request.Headers[name] = value;
        }
    });

    private Task<HttpContext> CallAsync(string route, Action<HttpContext> arrange) => _parts.CallAsync(route, http =>
    {
        http.Request.RouteValues["id"] = "A1";
        arrange(http);
    });
}
