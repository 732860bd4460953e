using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace RetailServerless.Functions.Api.Description;

/// <summary>The OpenAPI document.</summary>
public sealed class DescriptionFunctions(ApiDescription description)
{
    /// <summary>Gives the document.</summary>
    [Function(nameof(GetOpenApi))]
    [ApiOperation("Give this document")]
    public async Task<IActionResult> GetOpenApi(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request, CancellationToken cancellationToken)
    {
        var response = request.HttpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "public, max-age=300";
        await response.Body.WriteAsync(await description.GetJsonAsync(), cancellationToken);
        return new EmptyResult();
    }
}
