using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RetailServerless.Core.Access;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Access;

/// <summary>Finds out whose token it is: a visitor's of ours, or a shopper's or staff member's of a trusted issuer.</summary>
internal sealed class TokenReader : IDisposable
{
    private const long MaxUnixSeconds = 253_402_300_800;

    private static readonly Failure NoRight = new(
        FailureKind.Forbidden, "token-without-right", "The token is valid and gives no right here: it has neither a staff role nor the scope of shoppers.");

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 1024 * 1024 };
    private readonly OidcOptions _options;
    private readonly VisitorTokens _visitors;
    private readonly TrustedIssuer _issuer;
    private readonly TrustedIssuer? _shopperIssuer;

    public TokenReader(IOptions<OidcOptions> options, VisitorTokens visitors, TimeProvider time, ILogger<TokenReader> logger)
    {
        _options = options.Value;
        _visitors = visitors;
        _issuer = new TrustedIssuer(_options.Authority!, _options.Audience, _http, time, logger);
        _shopperIssuer = string.IsNullOrWhiteSpace(_options.ShopperAuthority)
            ? null
            : new TrustedIssuer(_options.ShopperAuthority, _options.ShopperAudience ?? _options.Audience, _http, time, logger);
    }

    /// <summary>Reads a bearer token.</summary>
    /// <returns>Who calls, or <c>unauthenticated</c>, <c>token-without-right</c>, <c>issuer-unavailable</c>.</returns>
    public async Task<Result<Caller>> ReadAsync(string token, CancellationToken cancellationToken)
    {
        if (token.StartsWith(VisitorTokens.Prefix, StringComparison.Ordinal))
        {
            return await _visitors.ReadAsync(token, cancellationToken) is { } visitor
                ? new Caller { Kind = CallerKind.Visitor, Person = visitor.Person, Storefront = visitor.Storefront }
                : AccessRules.Unauthenticated;
        }

        var ofIssuer = await _issuer.ValidateAsync(token, cancellationToken);
        if (ofIssuer.TryGet(out var valid, out var failure))
        {
            return ToCaller(valid.ClaimsIdentity, staff: true, shoppers: _shopperIssuer is null);
        }

        if (_shopperIssuer is null)
        {
            return failure;
        }

        var ofShopperIssuer = await _shopperIssuer.ValidateAsync(token, cancellationToken);
        if (ofShopperIssuer.TryGet(out valid, out var other))
        {
            return ToCaller(valid.ClaimsIdentity, staff: false, shoppers: true);
        }

        return failure.Kind == FailureKind.Unavailable ? failure : other;
    }

    public void Dispose() => _http.Dispose();

    private Result<Caller> ToCaller(ClaimsIdentity identity, bool staff, bool shoppers)
    {
        var roles = staff ? StaffRoles.All.Intersect(identity.FindAll(_options.RoleClaim).Select(claim => claim.Value), StringComparer.Ordinal).ToList() : [];
        if (roles.Count > 0)
        {
            return new Caller { Kind = CallerKind.Staff, Roles = roles, StaffId = StaffId(identity) };
        }

        var scopes = identity.FindAll(claim => claim.Type is "scope" or "scp").SelectMany(claim => claim.Value.Split(' '));
        var customer = identity.FindFirst(_options.CustomerClaim)?.Value;
        return shoppers && scopes.Contains(_options.ShopperScope, StringComparer.Ordinal) && PersonHeaders.IsCustomerNumber(customer)
            ? new Caller { Kind = CallerKind.Shopper, Person = PersonId.Of(new CustomerId(customer)), SignedInAt = SignedInAt(identity) }
            : NoRight;
    }

    // The time of issue would not do: a token can be renewed without anybody signing in.
    private static DateTimeOffset? SignedInAt(ClaimsIdentity identity) =>
        long.TryParse(identity.FindFirst("auth_time")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < MaxUnixSeconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    // Stable, and says nothing about the person: "the proposer cannot approve" needs no more.
    private static string StaffId(ClaimsIdentity identity)
    {
        var name = identity.FindFirst("iss")?.Value + "\n" + (identity.FindFirst("oid") ?? identity.FindFirst("sub"))?.Value;
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
    }
}
