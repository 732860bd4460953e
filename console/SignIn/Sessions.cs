using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace RetailServerless.Console.SignIn;

/// <summary>
/// Who is signed in, with their tokens, in this process's memory. The browser's cookie holds nothing but a random key. A session ends with its access token, with signing out, and with the process.
/// </summary>
internal sealed class Sessions(TimeProvider time) : ITicketStore
{
    /// <summary>The claim by which a circuit, which has a user and no cookie, finds its session. It never leaves the server.</summary>
    public const string KeyClaim = "console-session";

    private readonly ConcurrentDictionary<string, AuthenticationTicket> _tickets = new(StringComparer.Ordinal);

    /// <summary>How many sessions are kept.</summary>
    public int Count => _tickets.Count;

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        foreach (var (old, kept) in _tickets)
        {
            if (IsOver(kept))
            {
                _tickets.TryRemove(old, out _);
            }
        }

        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        ticket.Principal.AddIdentity(new ClaimsIdentity([new Claim(KeyClaim, key)]));
        _tickets[key] = ticket;
        return Task.FromResult(key);
    }

    /// <summary>Only what is there is renewed: a session that was ended does not come back.</summary>
    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        if (_tickets.TryGetValue(key, out var before))
        {
            _tickets.TryUpdate(key, ticket, before);
        }

        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(Find(key));

    public Task RemoveAsync(string key)
    {
        _tickets.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    /// <summary>Whether this user's session goes on.</summary>
    public bool IsOpen(ClaimsPrincipal user) => Find(user) is not null;

    /// <summary>The access token of this user; <see langword="null"/> when the session is over.</summary>
    public string? AccessTokenOf(ClaimsPrincipal user) => Find(user)?.Properties.GetTokenValue("access_token");

    private AuthenticationTicket? Find(ClaimsPrincipal user) => user.FindFirst(KeyClaim)?.Value is { } key ? Find(key) : null;

    private AuthenticationTicket? Find(string key)
    {
        if (!_tickets.TryGetValue(key, out var ticket))
        {
            return null;
        }

        if (!IsOver(ticket))
        {
            return ticket;
        }

        _tickets.TryRemove(key, out _);
        return null;
    }

    private bool IsOver(AuthenticationTicket ticket) => ticket.Properties.ExpiresUtc is not { } end || end <= time.GetUtcNow();
}
