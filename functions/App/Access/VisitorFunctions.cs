using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Access;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Access;

/// <summary>Tokens for unknown visitors.</summary>
public sealed class VisitorFunctions(VisitorTokens tokens)
{
    /// <summary>Makes a token for the visitor whom the storefront names, or for a new one.</summary>
    [Function(nameof(CreateVisitor))]
    [ApiOperation(
        "Make a token for an unknown visitor",
        Description = "The token is good for 24 hours and reaches what a visitor may reach. Without x-visitor-id the visitor is a new one.",
        Response = typeof(VisitorAnswer),
        Status = 201,
        Headers = ["x-visitor-id"])]
    public async Task<IActionResult> CreateVisitor(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/visitors")] HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        if (caller.Person is { IsVisitor: false })
        {
            return new Failure(FailureKind.Invalid, "not-a-visitor", "A visitor token is for someone unknown. A shopper signs in with the shop's issuer.").ToActionResult(request.HttpContext);
        }

        var visitor = caller.Person is { } known ? Guid.ParseExact(known.Value[2..], "N") : Guid.NewGuid();
        var token = await tokens.IssueAsync(visitor, caller.Storefront!, cancellationToken);
        return new JsonAnswer(StatusCodes.Status201Created, new VisitorAnswer(token.Visitor, token.Value, token.ExpiresAt), typeof(VisitorAnswer));
    }
}

/// <summary>A visitor and the token.</summary>
/// <param name="VisitorId">The visitor's random number, to be sent again as <c>x-visitor-id</c> when the token is over.</param>
/// <param name="Token">The token, for <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
internal sealed record VisitorAnswer(Guid VisitorId, string Token, DateTimeOffset ExpiresAt);
