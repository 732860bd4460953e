using System.Net.Http.Headers;
using RetailServerless.Console.SignIn;

namespace RetailServerless.Console.Platform;

/// <summary>Files that the browser saves: a link to an endpoint of the console, which streams what the platform answers.</summary>
internal static class Downloads
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>Maps a file.</summary>
    /// <param name="app">The console.</param>
    /// <param name="route">Where the browser finds it, as <c>/downloads/policies/{id}.yaml</c>.</param>
    /// <param name="roles">Roles that may have it, separated by commas.</param>
    /// <param name="mediaType">What the platform is asked for, as <c>application/yaml</c>.</param>
    /// <param name="pathOf">Where the platform has it.</param>
    /// <param name="nameOf">What the file is called.</param>
    public static void MapDownload(this WebApplication app, string route, string roles, string mediaType, Func<HttpRequest, string> pathOf, Func<HttpRequest, string> nameOf) =>
        app.MapGet(route, (HttpContext http, IHttpClientFactory clients, Sessions sessions) => SendAsync(http, clients, sessions, mediaType, pathOf(http.Request), nameOf(http.Request)))
            .RequireAuthorization(policy => policy.RequireRole(roles.Split(',')));

    private static async Task SendAsync(HttpContext http, IHttpClientFactory clients, Sessions sessions, string mediaType, string path, string name)
    {
        if (sessions.AccessTokenOf(http.User) is not { } token)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var client = clients.CreateClient(PlatformServiceCollectionExtensions.Client);
        client.Timeout = Longest;
        using var request = new HttpRequestMessage(HttpMethod.Get, path.TrimStart('/'));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd(mediaType);
        HttpResponseMessage answer;
        try
        {
            answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        }
        catch (HttpRequestException)
        {
            await Results.Problem(PlatformProblem.NoAnswer.Detail, title: PlatformProblem.NoAnswer.Title, statusCode: StatusCodes.Status502BadGateway).ExecuteAsync(http);
            return;
        }

        using (answer)
        {
            http.Response.StatusCode = (int)answer.StatusCode;
            http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            http.Response.Headers.CacheControl = "no-store";
            if (answer.IsSuccessStatusCode)
            {
                http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"\"{name}\"" }.ToString();
            }

            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }
}
