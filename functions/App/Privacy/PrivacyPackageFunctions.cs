using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>The package of an access request: for the person's own token alone, through a link that works once.</summary>
public sealed class PrivacyPackageFunctions(RequestPackages packages, RequestAccess access)
{
    /// <summary>Gives the link.</summary>
    [Function(nameof(LinkPrivacyPackage))]
    [ApiOperation("Get the one link to the package of an access request", Response = typeof(PackageLink))]
    public async Task<IActionResult> LinkPrivacyPackage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests/{id}/package")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var result = await access.ChangeAsync<PackageLink>(http, id, RequestAccess.IsThePerson, found => LinkAsync(found, http.GetCaller().Role, cancellationToken), cancellationToken);
        return result.ToActionResult(http);
    }

    /// <summary>Gives the package.</summary>
    [Function(nameof(GetPrivacyPackage))]
    [ApiOperation("Fetch the package of an access request, once", MoreMediaTypes = ["application/zip"], Query = ["link: the secret of the link"])]
    public async Task<IActionResult> GetPrivacyPackage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/privacy/requests/{id}/package")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await access.FindAsync(http, id, RequestAccess.IsThePerson, cancellationToken)).TryGet(out var found, out var failure))
        {
            return failure.ToActionResult(http);
        }

        if (request.ReadText("link") is not { } link)
        {
            return RequestQuery.Invalid("link", "must be the secret of the link that was given").ToActionResult(http);
        }

        if ((await packages.FetchAsync(found, link, http.GetCaller().Role, cancellationToken)).TryGet(out var write, out failure))
        {
            return new PackageAnswer($"your-data-{found.Value.Id:N}.zip", write);
        }

        if (failure.Code == RequestFailures.LinkSpent.Code)
        {
            await access.RefuseAsync(http, failure);
        }

        return failure.ToActionResult(http);
    }

    private async Task<Result<PackageLink>> LinkAsync(StoredDocument<DataSubjectRequestDocument> found, string actorRole, CancellationToken cancellationToken) =>
        (await packages.LinkAsync(found, actorRole, cancellationToken)).TryGet(out var secret, out var failure)
            ? new PackageLink($"/api/privacy/requests/{found.Value.Id}/package?link={secret}", found.Value.Package!.ExpiresAt)
            : failure;

    private sealed class PackageAnswer(string name, Func<Stream, CancellationToken, Task> write) : IActionResult
    {
        public async Task ExecuteResultAsync(ActionContext context)
        {
            var response = context.HttpContext.Response;
            response.ContentType = "application/zip";
            response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            response.Headers.CacheControl = "no-store";
            await write(response.Body, context.HttpContext.RequestAborted);
        }
    }
}
