using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Moq;
using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Access;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Tests.Access;

public sealed class AccessMiddlewareTests : IDisposable
{
    private const string Search = "GET api/products/search";

    private readonly AccessParts _parts = new();

    [Fact]
    public async Task A_storefront_acts_for_the_shopper_it_names()
    {
        var key = await _parts.KeyAsync("web");

        var http = await _parts.CallAsync(Search, Headers(("x-storefront-key", key), ("x-shopper-id", "C00007")));

        var caller = http.GetCaller();
        Assert.Equal((CallerKind.Storefront, "web"), (caller.Kind, caller.Storefront));
        Assert.Equal(PersonId.Of(new CustomerId("C00007")), caller.Person);
    }

    [Fact]
    public async Task A_visitor_token_says_who_visits_and_through_which_storefront()
    {
        var visitor = Guid.NewGuid();
        var token = await _parts.Get<VisitorTokens>().IssueAsync(visitor, "web", default);

        var http = await _parts.CallAsync(Search, Headers(("Authorization", "Bearer " + token.Value)));

        Assert.Equal((CallerKind.Visitor, PersonId.OfVisitor(visitor), "web"), (http.GetCaller().Kind, http.GetCaller().Person!.Value, http.GetCaller().Storefront));
    }

    [Fact]
    public async Task A_visitor_token_is_over_after_a_day()
    {
        var token = await _parts.Get<VisitorTokens>().IssueAsync(Guid.NewGuid(), "web", default);
        _parts.Time.Advance(VisitorTokens.Lifetime - TimeSpan.FromSeconds(1));
        var before = await _parts.CallAsync(Search, Headers(("Authorization", "Bearer " + token.Value)));
        _parts.Time.Advance(TimeSpan.FromSeconds(1));

        var after = await _parts.CallAsync(Search, Headers(("Authorization", "Bearer " + token.Value)));

        Assert.Equal((299, 401), (before.Response.StatusCode, after.Response.StatusCode));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("1, 1", true)]
    [InlineData("0,1", true)]
    [InlineData("0, 0", false)]
    [InlineData("11", false)]
    [InlineData("1.0", false)]
    [InlineData("?1", false)]
    [InlineData("true", false)]
    [InlineData("", false)]
    public async Task Global_privacy_control_is_noted_before_anything_else_even_when_the_caller_is_refused(string header, bool expected)
    {
        var http = await _parts.CallAsync(Search, Headers(("Sec-GPC", header)));

        Assert.Equal(401, http.Response.StatusCode);
        Assert.Equal(new PrivacySignals(expected), http.GetPrivacySignals());
        Assert.Equal(expected ? "1" : string.Empty, http.Response.Headers["GPC-Honored"].ToString());
    }

    [Fact]
    public async Task Several_headers_of_the_signal_are_one_signal()
    {
        var http = await _parts.CallAsync(Search, request => request.Request.Headers["Sec-GPC"] = new(["1", "1"]));

        Assert.Equal(new PrivacySignals(true), http.GetPrivacySignals());
        Assert.Equal("1", http.Response.Headers["GPC-Honored"].ToString());
    }

    [Theory]
    [InlineData("x-shopper-id", "")]
    [InlineData("x-shopper-id", "a b")]
    [InlineData("x-visitor-id", "not-a-uuid")]
    [InlineData("x-visitor-id", "00000000-0000-0000-0000-000000000000")]
    public async Task A_malformed_person_is_refused(string header, string value)
    {
        var http = await _parts.CallAsync(Search, Headers(("x-storefront-key", await _parts.KeyAsync()), (header, value)));

        Assert.Equal(400, http.Response.StatusCode);
    }

    [Fact]
    public async Task A_route_that_is_not_in_the_table_refuses_everybody()
    {
        var key = await _parts.KeyAsync("all", [.. StorefrontScopes.All]);

        var http = await _parts.CallAsync("GET api/forgotten", Headers(("x-storefront-key", key), ("x-shopper-id", "A1")));

        Assert.Equal(403, http.Response.StatusCode);
        Assert.Equal("access.refused", Assert.Single(_parts.Audit.Events, e => e.Kind != "access.key-created").Kind);
    }

    [Fact]
    public async Task When_the_key_store_is_broken_nobody_comes_in()
    {
        var broken = new Mock<IDocumentStore>();
        broken.Setup(store => store.QueryAsync<StorefrontKey>(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<DocumentQuery>(), It.IsAny<CancellationToken>()))
            .Throws(new IOException("The disk is gone."));
        using var parts = new AccessParts(documents: broken.Object);

        var http = await parts.CallAsync(Search, Headers(("x-storefront-key", "sfk_main_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));

        Assert.Equal(503, http.Response.StatusCode);
        Assert.Equal("access-unavailable", CodeOf(http));
        Assert.Equal(CallerKind.Anonymous, http.GetCaller().Kind);
    }

    [Fact]
    public async Task A_key_that_was_good_is_not_good_once_the_store_cannot_be_read()
    {
        var readable = true;
        var plain = "sfk_main_" + new string('A', 43);
        var key = new StorefrontKey { Name = "main", Scopes = StorefrontScopes.Default, Hash = SHA256.HashData(Encoding.UTF8.GetBytes(plain)), CreatedAt = DateTimeOffset.UnixEpoch };
        var store = new Mock<IDocumentStore>();
        store.Setup(s => s.QueryAsync<StorefrontKey>(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<DocumentQuery>(), It.IsAny<CancellationToken>()))
            .Returns(() => readable ? One(key) : throw new IOException("The disk is gone."));
        using var parts = new AccessParts(documents: store.Object);
        var before = await parts.CallAsync(Search, Headers(("x-storefront-key", plain)));
        readable = false;
        parts.Time.Advance(TimeSpan.FromSeconds(1));

        var after = await parts.CallAsync(Search, Headers(("x-storefront-key", plain)));

        Assert.Equal((299, 503), (before.Response.StatusCode, after.Response.StatusCode));
    }

    [Fact]
    public async Task When_the_issuer_cannot_be_reached_its_tokens_are_refused_and_keys_still_work()
    {
        var key = await _parts.KeyAsync();

        var token = await _parts.CallAsync(Search, Headers(("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA")));
        var storefront = await _parts.CallAsync(Search, Headers(("x-storefront-key", key)));

        Assert.Equal((503, 299), (token.Response.StatusCode, storefront.Response.StatusCode));
        Assert.Equal("issuer-unavailable", CodeOf(token));
    }

    [Fact]
    public async Task A_key_that_sends_too_much_is_told_to_wait()
    {
        using var parts = new AccessParts(settings: new() { ["Storefronts:RequestsPerSecond"] = "1", ["Storefronts:Burst"] = "2" });
        var headers = Headers(("x-storefront-key", await parts.KeyAsync()));
        await parts.CallAsync(Search, headers);
        await parts.CallAsync(Search, headers);

        var http = await parts.CallAsync(Search, headers);

        Assert.Equal(429, http.Response.StatusCode);
        Assert.Equal("1", http.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_stolen_key_cannot_walk_through_all_shoppers()
    {
        using var parts = new AccessParts(settings: new() { ["Storefronts:ShoppersPerHour"] = "2" });
        var key = await parts.KeyAsync();
        var statuses = new List<int>();

        foreach (var shopper in new[] { "A1", "B2", "C3", "A1" })
        {
            statuses.Add((await parts.CallAsync(Search, Headers(("x-storefront-key", key), ("x-shopper-id", shopper)))).Response.StatusCode);
        }

        Assert.Equal([299, 299, 429, 299], statuses);
    }

    [Fact]
    public async Task A_refusal_leaves_an_entry_that_names_nobody()
    {
        var key = await _parts.KeyAsync();

        await _parts.CallAsync("GET api/customers/{id}/consent", http =>
        {
            Headers(("x-storefront-key", key), ("x-shopper-id", "SECRET-B"))(http);
            http.Request.RouteValues["id"] = "SECRET-A";
        });

        var entry = Assert.Single(_parts.Audit.Events, e => e.Kind == "access.refused");
        Assert.Equal(("storefront", null), (entry.ActorRole, entry.Subject?.Value));
        Assert.Equal("GET api/customers/{id}/consent", (string?)entry.Body["route"]);
        Assert.DoesNotContain("SECRET", entry.Body.ToJsonString());
    }

    [Fact]
    public async Task A_flood_of_refusals_does_not_fill_the_log_and_is_counted()
    {
        for (var i = 0; i < RefusalLog.MostPerMinute + 40; i++)
        {
            await _parts.CallAsync(Search, Headers(("x-storefront-key", "wrong")));
        }

        Assert.Equal(RefusalLog.MostPerMinute, _parts.Audit.Events.Count);
        _parts.Time.Advance(TimeSpan.FromMinutes(1));
        await _parts.CallAsync(Search, Headers(("x-storefront-key", "wrong")));
        Assert.Equal(40, (long)_parts.Audit.Events.Last().Body["notWrittenBefore"]!);
    }

    [Fact]
    public async Task A_refusal_stays_a_refusal_when_the_log_is_broken_and_is_counted_later()
    {
        _parts.Audit.Broken = true;
        var http = await _parts.CallAsync(Search, Headers(("x-storefront-key", "wrong")));
        _parts.Audit.Broken = false;

        await _parts.CallAsync(Search, Headers(("x-storefront-key", "wrong")));

        Assert.Equal(401, http.Response.StatusCode);
        Assert.Equal(1, (long)Assert.Single(_parts.Audit.Events).Body["notWrittenBefore"]!);
    }

    [Fact]
    public async Task Who_says_nothing_is_told_how_to_and_leaves_no_entry()
    {
        var http = await _parts.CallAsync(Search);

        Assert.Equal(401, http.Response.StatusCode);
        Assert.StartsWith("Bearer", http.Response.Headers.WWWAuthenticate);
        Assert.Equal("no-store", http.Response.Headers.CacheControl);
        Assert.Empty(_parts.Audit.Events);
    }

    public void Dispose() => _parts.Dispose();

    private static Action<HttpContext> Headers(params (string Name, string Value)[] headers) => http =>
    {
        foreach (var (name, value) in headers)
        {
            http.Request.Headers[name] = value;
        }
    };

    private static string CodeOf(HttpContext http) =>
        JsonDocument.Parse(((MemoryStream)http.Response.Body).ToArray()).RootElement.GetProperty("type").GetString()![Problems.TypePrefix.Length..];

    private static async IAsyncEnumerable<StoredDocument<StorefrontKey>> One(StorefrontKey key)
    {
        await Task.CompletedTask;
        yield return new StoredDocument<StorefrontKey>(new DocumentKey(StorefrontKeys.Container, "shop", key.Name), key, "1");
    }
}
