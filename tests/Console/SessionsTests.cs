using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Console.SignIn;

namespace RetailServerless.Console.Tests;

public sealed class SessionsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Sessions _sessions;

    public SessionsTests() => _sessions = new Sessions(_time);

    [Fact]
    public async Task A_circuit_finds_the_token_by_its_user()
    {
        var ticket = Ticket();

        await _sessions.StoreAsync(ticket);

        Assert.Equal("secret", _sessions.AccessTokenOf(ticket.Principal));
        Assert.Null(_sessions.AccessTokenOf(Ticket().Principal));
    }

    [Fact]
    public async Task A_session_ends_with_its_token()
    {
        var ticket = Ticket();
        var key = await _sessions.StoreAsync(ticket);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.False(_sessions.IsOpen(ticket.Principal));
        Assert.Null(await _sessions.RetrieveAsync(key));
        Assert.Equal(0, _sessions.Count);
    }

    [Fact]
    public async Task Signing_out_ends_it_for_open_pages_too_and_renewing_does_not_bring_it_back()
    {
        var ticket = Ticket();
        var key = await _sessions.StoreAsync(ticket);

        await _sessions.RemoveAsync(key);
        await _sessions.RenewAsync(key, ticket);

        Assert.False(_sessions.IsOpen(ticket.Principal));
    }

    [Fact]
    public async Task Sessions_that_are_over_are_not_kept()
    {
        await _sessions.StoreAsync(Ticket());
        _time.Advance(TimeSpan.FromHours(2));

        await _sessions.StoreAsync(Ticket());

        Assert.Equal(1, _sessions.Count);
    }

    [Theory]
    [InlineData("/policies?x=1", "/policies?x=1")]
    [InlineData("/", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/sign-in", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void After_signing_in_nobody_is_led_elsewhere(string? asked, string expected) => Assert.Equal(expected, SignInEndpoints.Local(asked));

    private AuthenticationTicket Ticket()
    {
        var properties = new AuthenticationProperties { ExpiresUtc = _time.GetUtcNow() + TimeSpan.FromHours(1) };
        properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "secret" }]);
        return new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "someone")], "test")), properties, "test");
    }
}
