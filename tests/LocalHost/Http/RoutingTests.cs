using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace RetailServerless.LocalHost.Tests.Http;

public sealed class RoutingTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(null, typeof(Routes));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("api/things/42", "int 42")]
    [InlineData("api/things/0198c5f0-0000-7000-8000-000000000001", "guid 0198c5f0-0000-7000-8000-000000000001")]
    [InlineData("api/list", "page 1 of nothing")]
    [InlineData("api/list/7", "page 7 of nothing")]
    [InlineData("api/colours/darkBlue", "DarkBlue")]
    [InlineData("api/files/a/b/c.txt", "a/b/c.txt")]
    [InlineData("api/flags/true/9000000000", "True 9000000000")]
    [InlineData("api/names/M%C3%BCller", "Müller")]
    public async Task A_route_finds_its_function_and_gives_it_its_values(string path, string expected)
    {
        var answer = await _host.Client.GetStringAsync(path);

        Assert.Equal(expected, answer);
    }

    [Fact]
    public async Task A_method_that_no_function_answers_gets_405_with_those_that_are()
    {
        var answer = await _host.Client.DeleteAsync("api/names/x");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow.Order());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_address_without_function_is_a_problem_that_names_it()
    {
        var answer = await _host.Client.GetAsync("api/nowhere");

        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.Contains("/api/nowhere", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_404_that_a_function_gives_stays_as_it_gave_it()
    {
        var answer = await _host.Client.GetAsync("api/gone");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task HEAD_is_answered_by_the_function_for_GET_without_a_body()
    {
        var answer = await _host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "api/names/x"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_value_that_does_not_fit_is_400()
    {
        var answer = await _host.Client.GetAsync("api/colours/loud");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("darkBlue", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_is_no_name_of_an_enum()
    {
        var answer = await _host.Client.GetAsync("api/colours/1");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Two_functions_share_a_route_by_method()
    {
        var answer = await _host.Client.PostAsync("api/names/x", null);

        Assert.Equal("posted x", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_prefix_of_host_json_stands_before_every_route()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "host.json"), """{ "version": "2.0", "extensions": { "http": { "routePrefix": "shop" } } }""");
        await using var host = await TestHost.StartInAsync(folder.Keep(), null, typeof(Routes));

        var answer = await host.Client.GetStringAsync("shop/api/names/x");

        Assert.Equal("x", answer);
    }

    public enum Colour
    {
        Red,
        DarkBlue,
    }

    public static class Routes
    {
        [Function(nameof(ByInt))]
        public static string ByInt([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/things/{n:int}")] HttpRequest request, int n) => $"int {n}";

        [Function(nameof(ByGuid))]
        public static string ByGuid([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/things/{id:guid}")] HttpRequest request, Guid id) => $"guid {id}";

        [Function(nameof(Page))]
        public static string Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/list/{page?}/{filter?}")] HttpRequest request, string? filter, int page = 1) => $"page {page} of {filter ?? "nothing"}";

        [Function(nameof(ByColour))]
        public static string ByColour([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/colours/{colour}")] HttpRequest request, Colour colour) => colour.ToString();

        [Function(nameof(ByPath))]
        public static string ByPath([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/files/{*path}")] HttpRequest request, string path) => path;

        [Function(nameof(ByFlag))]
        public static string ByFlag([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/flags/{flag:bool}/{size}")] HttpRequest request, bool flag, long? size) => $"{flag} {size}";

        [Function(nameof(ByName))]
        public static string ByName([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/names/{name}")] HttpRequest request, string name) => name;

        [Function(nameof(Post))]
        public static string Post([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/names/{name}")] HttpRequest request, string name) => "posted " + name;

        [Function(nameof(Gone))]
        public static IActionResult Gone([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/gone")] HttpRequest request) => new NotFoundResult();
    }
}
