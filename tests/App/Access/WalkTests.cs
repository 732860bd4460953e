using System.Globalization;
using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Access;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Tests.Access;

/// <summary>Every route, every kind of caller, and every owner: who comes through, and what the others are told. Things are Ann's; Bob is another shopper.</summary>
public sealed class WalkTests : IAsyncLifetime
{
    // The expectation, written down from the design and not from the route table. + comes through, digits are the first of the status: 0 = 400, 1 = 401, 3 = 403.
    // Where a conversation or decision is Ann's, Bob comes as far as the function, which does not show it to him.
    private const string Expected = """
                                                          key names          key without   own token        staff                        key and token
                                                 nobody   - Ann Bob visitor  the scope     Ann Bob visitor  off brd aud pln adm  no role  Ann Bob named Ann
        POST api/conversations                        1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        POST api/conversations/{id}/turns             1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        GET api/conversations/{id}                    1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        GET api/conversations/{id}/turns/{turnId}     1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        POST api/conversations/{id}/turns/{turnId}/feedback 1 0 + + +        3             +   +   +        3   3   3   3   3    3        +   3
        POST api/conversations/{id}/handoff           1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        GET api/products/search                       1   + +   +   +        3             +   +   +        +   +   +   +   +    3        +   3
        GET api/products/{id}                         1   + +   +   +        3             +   +   +        +   +   +   +   +    3        +   3
        POST api/imports/{kind}                       1   3 3   3   3        3             3   3   3        3   3   3   +   +    3        3   3
        GET api/imports                               1   3 3   3   3        3             3   3   3        3   3   3   +   +    3        3   3
        GET api/imports/{id}                          1   3 3   3   3        3             3   3   3        3   3   3   +   +    3        3   3
        POST api/events                               1   + +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        GET api/customers/{id}/consent                1   0 +   3   3        3             +   3   3        +   3   3   3   3    3        +   3
        PUT api/customers/{id}/consent                1   0 +   3   3        3             +   3   3        3   3   3   3   3    3        +   3
        GET api/customers/{id}/consent/receipts       1   3 3   3   3        3             +   3   3        +   3   3   3   3    3        +   3
        GET api/decisions/{id}/explanation            1   0 +   +   +        3             +   +   +        +   +   +   3   3    3        +   3
        POST api/decisions/{id}/contest               1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        GET api/audit/entries                         1   3 3   3   3        3             3   3   3        +   +   +   3   3    3        3   3
        GET api/models                                1   3 3   3   3        3             3   3   3        +   +   +   +   +    3        3   3
        GET api/models/{name}/versions/{v}/card       1   3 3   3   3        3             3   3   3        +   +   +   +   +    3        3   3
        POST api/visitors                             1   + +   +   +        3             3   3   3        3   3   3   3   3    3        3   3
        GET api/access/keys                           1   3 3   3   3        3             3   3   3        3   3   3   3   +    3        3   3
        POST api/access/keys/{name}/rotation          1   3 3   3   3        3             3   3   3        3   3   3   3   +    3        3   3
        GET healthz                                   +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        GET api/openapi.json                          +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        GET .well-known/gpc.json                      +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        """;

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
        var callers = Callers();
        var wrong = new List<string>();
        foreach (var (route, cells) in Table())
        {
            Assert.Equal(callers.Count, cells.Length);
            for (var i = 0; i < callers.Count; i++)
            {
                var http = await CallAsync(route, callers[i].Arrange);
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

        foreach (var (route, cells) in Table().Where(line => line.Cells[0] != '+'))
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
        Assert.Equal(RouteTable.Lines.Keys.Order(StringComparer.Ordinal), Table().Select(line => line.Route).Order(StringComparer.Ordinal));

    private static List<(string Route, string Cells)> Table() =>
        [.. from line in Expected.Split('\n').Skip(2)
            let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            select ($"{words[0]} {words[1]}", string.Concat(words.Skip(2)))];

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

    private Task<HttpContext> CallAsync(string route, Action<HttpContext> arrange) => _parts.CallAsync(route, http =>
    {
        http.Request.RouteValues["id"] = "A1";
        arrange(http);
    });

    private List<(string Name, Action<HttpContext> Arrange)> Callers()
    {
        return
        [
            ("nobody", _ => { }),
            ("a key", http => Key(http, _key)),
            ("a key for Ann", http => Named(http, _key, "x-shopper-id", "A1")),
            ("a key for Bob", http => Named(http, _key, "x-shopper-id", "B2")),
            ("a key for a visitor", http => Named(http, _key, "x-visitor-id", SomeVisitor.ToString())),
            ("a key without the scope", http => Named(http, _keyWithoutScope, "x-shopper-id", "A1")),
            ("Ann", http => Bearer(http, _issuer.Shopper("A1"))),
            ("Bob", http => Bearer(http, _issuer.Shopper("B2"))),
            ("a visitor", http => Bearer(http, _visitor)),
            ("a privacy officer", http => Bearer(http, _issuer.Staff("Privacy.Officer"))),
            ("a board member", http => Bearer(http, _issuer.Staff("Governance.Board"))),
            ("an auditor", http => Bearer(http, _issuer.Staff("Governance.Auditor"))),
            ("a planner", http => Bearer(http, _issuer.Staff("Merchandising.Planner"))),
            ("an admin", http => Bearer(http, _issuer.Staff("Platform.Admin"))),
            ("someone with an unknown role", http => Bearer(http, _issuer.Staff("Janitor"))),
            ("Ann through a storefront", http =>
            {
                Key(http, _key);
                Bearer(http, _issuer.Shopper("A1"));
            }),
            ("Bob through a storefront that names Ann", http =>
            {
                Named(http, _key, "x-shopper-id", "A1");
                Bearer(http, _issuer.Shopper("B2"));
            }),
        ];
    }

    private static void Named(HttpContext http, string key, string header, string person)
    {
        Key(http, key);
        http.Request.Headers[header] = person;
    }
}
