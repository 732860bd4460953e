using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Access;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Access;

/// <summary>Storefront keys, for whoever runs the platform.</summary>
public sealed class StorefrontKeyFunctions(StorefrontKeys keys)
{
    /// <summary>Lists the keys, never in plain.</summary>
    [Function(nameof(ListStorefrontKeys))]
    [ApiOperation("List storefront keys", Response = typeof(StorefrontKeyList))]
    public async Task<IActionResult> ListStorefrontKeys(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/access/keys")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.Ok(new StorefrontKeyList([.. (await keys.ListAsync(cancellationToken)).Select(StorefrontKeyView.Of)]));

    /// <summary>Gives a key a new secret.</summary>
    [Function(nameof(RotateStorefrontKey))]
    [ApiOperation(
        "Rotate a storefront key",
        Description = "Answers the new key, once. The old one stays good for the grace period, so that storefronts can change over.",
        Request = typeof(RotationRequest),
        Response = typeof(RotationAnswer))]
    public async Task<IActionResult> RotateStorefrontKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/access/keys/{name}/rotation")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        var wish = new RotationRequest(null);
        if (request.ContentLength > 0 && !(await request.ReadJsonAsync<RotationRequest>(cancellationToken: cancellationToken)).TryGet(out wish, out var malformed))
        {
            return malformed.ToActionResult(request.HttpContext);
        }

        var grace = wish.GraceSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : StorefrontKeys.DefaultGrace;
        var rotated = await keys.RotateAsync(name, grace, request.HttpContext.GetCaller().Role, cancellationToken);
        return rotated.ToActionResult(request.HttpContext, key => Answers.Ok(new RotationAnswer(name, key, (int)grace.TotalSeconds)));
    }
}

/// <summary>The storefront keys.</summary>
/// <param name="Keys">By name.</param>
internal sealed record StorefrontKeyList(IReadOnlyList<StorefrontKeyView> Keys);

/// <summary>What may be shown of a key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RotatedAt">When it was last rotated.</param>
/// <param name="PreviousValidUntil">Until when the key before is good.</param>
/// <param name="RevokedAt">Since when it is no longer good.</param>
internal sealed record StorefrontKeyView(
    string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? RotatedAt, DateTimeOffset? PreviousValidUntil, DateTimeOffset? RevokedAt)
{
    public static StorefrontKeyView Of(StorefrontKey key) => new(key.Name, key.Scopes, key.CreatedAt, key.RotatedAt, key.PreviousValidUntil, key.RevokedAt);
}

/// <summary>A wish to rotate.</summary>
/// <param name="GraceSeconds">How long the old key stays good; an hour unless given.</param>
internal sealed record RotationRequest(int? GraceSeconds);

/// <summary>A rotated key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">The new key in plain; it is shown this once.</param>
/// <param name="GraceSeconds">How long the old one stays good.</param>
internal sealed record RotationAnswer(string Name, string Key, int GraceSeconds);
