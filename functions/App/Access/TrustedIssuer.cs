using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Access;

/// <summary>
/// Validates the tokens of one OpenID Connect issuer by the keys of its discovery document: asymmetric signatures only, its own name, our audience, within their lifetime
/// (RFC 8725, RFC 9068). Keys are cached and read again when a token names an unknown one.
/// </summary>
internal sealed partial class TrustedIssuer(string authority, string audience, HttpClient http, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly Failure Unavailable = new(
        FailureKind.Unavailable, "issuer-unavailable", "The issuer of tokens cannot be reached now. Try again, or ask whoever runs the platform whether Oidc:Authority is up.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 16 * 1024 };

    private readonly ConfigurationManager<OpenIdConnectConfiguration> _discovery = new(
        authority.TrimEnd('/') + "/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(http) { RequireHttps = !new Uri(authority).IsLoopback });

    // Timestamp of the last failed reading; 0 when the last one went well.
    private long _failedAt;

    /// <summary>Validates a token.</summary>
    /// <returns>Its claims, <c>unauthenticated</c>, or <c>issuer-unavailable</c>.</returns>
    public async Task<Result<TokenValidationResult>> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        var configuration = await GetConfigurationAsync(cancellationToken);
        if (configuration is null)
        {
            return Unavailable;
        }

        var result = await _handler.ValidateTokenAsync(token, Parameters(configuration));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            _discovery.RequestRefresh();
            configuration = await GetConfigurationAsync(cancellationToken) ?? configuration;
            result = await _handler.ValidateTokenAsync(token, Parameters(configuration));
        }

        return result.IsValid ? result : AccessRules.Unauthenticated;
    }

    private TokenValidationParameters Parameters(OpenIdConnectConfiguration configuration) => new()
    {
        ValidIssuer = configuration.Issuer,
        ValidAudience = audience,
        ValidAlgorithms = Algorithms,
        IssuerSigningKeys = configuration.SigningKeys,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) => IsWithin(from, until),
    };

    private bool IsWithin(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is null || now >= from - Skew);
    }

    private async Task<OpenIdConnectConfiguration?> GetConfigurationAsync(CancellationToken cancellationToken)
    {
        // A flood of tokens does not become a flood of requests to an issuer that is down.
        var failedAt = Interlocked.Read(ref _failedAt);
        if (failedAt != 0 && time.GetElapsedTime(failedAt) < Pause)
        {
            return null;
        }

        try
        {
            var configuration = await _discovery.GetConfigurationAsync(cancellationToken);
            Interlocked.Exchange(ref _failedAt, 0);
            return configuration;
        }
        catch (Exception unreachable) when (!cancellationToken.IsCancellationRequested)
        {
            Interlocked.Exchange(ref _failedAt, time.GetTimestamp());
            Log.IssuerUnreachable(logger, authority, unreachable);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Warning, "The OpenID Connect issuer {Authority} cannot be read; its tokens are refused until it can.")]
        public static partial void IssuerUnreachable(ILogger logger, string authority, Exception exception);
    }
}
