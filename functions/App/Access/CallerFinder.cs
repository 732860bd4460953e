using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Access;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Access;

/// <summary>Finds out who calls: by storefront key, by token, or by both, and then both must be good and the token says who the person is.</summary>
internal sealed class CallerFinder(StorefrontKeyRing keys, StorefrontLimits limits, TokenReader tokens)
{
    public const string KeyHeader = "x-storefront-key";

    private const string Scheme = "Bearer ";

    private static readonly Failure OtherPerson = new(
        FailureKind.Forbidden, "person-mismatch", "The token belongs to another person than the one that the request names.");

    /// <summary>Finds the caller.</summary>
    /// <returns>The caller, anonymous when the request says nothing, or why it is refused.</returns>
    /// <exception cref="Exception">The key store cannot be read; the request must be refused.</exception>
    public async Task<Result<FoundCaller>> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        StorefrontKey? key = null;
        if (request.Headers.TryGetValue(KeyHeader, out var presented))
        {
            key = await keys.FindAsync(presented.Count == 1 ? presented[0] ?? string.Empty : string.Empty, cancellationToken);
            if (key is null)
            {
                return AccessRules.Unauthenticated;
            }
        }

        Caller? byToken = null;
        if (request.Headers.TryGetValue("Authorization", out var authorization))
        {
            var header = authorization.Count == 1 ? authorization[0] ?? string.Empty : string.Empty;
            if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                return AccessRules.Unauthenticated;
            }

            if (!(await tokens.ReadAsync(header[Scheme.Length..].Trim(), cancellationToken)).TryGet(out byToken, out var refused))
            {
                return refused;
            }
        }

        return key is null ? new FoundCaller(byToken ?? Caller.Anonymous, null) : WithKey(request, key, byToken);
    }

    private Result<FoundCaller> WithKey(HttpRequest request, StorefrontKey key, Caller? byToken)
    {
        if (!PersonHeaders.Read(request).TryGet(out var named, out var malformed))
        {
            return malformed;
        }

        if (byToken?.Person is { } person && named is not null && named != person)
        {
            return OtherPerson;
        }

        var caller = byToken is null
            ? new Caller { Kind = CallerKind.Storefront, Person = named, Storefront = key.Name }
            : byToken.Kind == CallerKind.Staff ? byToken : byToken with { Storefront = key.Name };
        return limits.Check(key.Name, byToken is null ? named : null) is { } limited ? limited : new FoundCaller(caller, key);
    }
}
