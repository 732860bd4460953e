using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Policies;

/// <summary>The text of a version, byte for byte as it was proposed (RFC 9512).</summary>
internal sealed class YamlAnswer(string yaml, string etag) : IActionResult
{
    public const string MediaType = "application/yaml";

    public static bool IsWanted(HttpRequest request) => request.Headers.Accept.Any(a => a?.Contains("yaml", StringComparison.OrdinalIgnoreCase) == true);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = MediaType;
        response.Headers.ETag = ETags.Quote(etag);
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(yaml), context.HttpContext.RequestAborted);
    }
}

/// <summary>Every policy in effect as a file, in the folders of <c>policies/</c>.</summary>
internal sealed class PolicyZipAnswer(IReadOnlyList<(string Id, string Yaml)> policies) : IActionResult
{
    public const string MediaType = "application/zip";

    public static bool IsWanted(HttpRequest request) => request.Headers.Accept.Any(a => a?.Contains(MediaType, StringComparison.OrdinalIgnoreCase) == true);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = MediaType;
        response.Headers.ContentDisposition = "attachment; filename=\"policies.zip\"";
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (id, yaml) in policies)
            {
                await using var file = archive.CreateEntry(id + ".yaml").Open();
                await file.WriteAsync(Encoding.UTF8.GetBytes(yaml), context.HttpContext.RequestAborted);
            }
        }

        await response.Body.WriteAsync(zip.GetBuffer().AsMemory(0, (int)zip.Length), context.HttpContext.RequestAborted);
    }
}
