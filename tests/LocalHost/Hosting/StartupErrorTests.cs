using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.LocalHost.Tests.Hosting;

public sealed class StartupErrorTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "host.json"), """{ "version": "2.0", "extentions": {}, "extensions": { "http": { "maxConcurrentRequests": "many" } } }""");

        var errors = TestHost.ErrorsOf(_folder.Path, b => b.Configuration["LocalHost:ShutdownSeconds"] = "soon", typeof(Wrong), typeof(NeedsMissing));

        string[] expected =
        [
            "unknown name 'extentions'",
            "'maxConcurrentRequests' must be a whole number",
            "LocalHost:ShutdownSeconds is 'soon'",
            "two functions are named 'Twice'",
            "no parameter has a trigger",
            "has 2 triggers",
            "public",
            "nothing binds the parameter 'unknown'",
            "nothing binds the parameter 'noted'",
            "[FromBody] twice",
            "names the setting 'Missing'",
            "the schedule 'often' cannot be used",
            "the schedule '0 0 0 30 2 *' never comes",
            "is taken twice for GET",
            "the route 'api/{' is malformed",
            "the constraint 'nonsense'",
            "'n' is optional in the route",
            "AuthorizationLevel.Function",
            "must be an HttpRequest",
            "must be a TimerInfo",
            "must be a TaskOrchestrationContext",
            "must be a TaskEntityDispatcher",
            "the entity 'a@b' cannot contain '@'",
            "the entity 'Same' is already",
            "needs the service IMissing",
        ];
        Assert.All(expected, e => Assert.Single(errors, error => error.Contains(e, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, errors.Count);
    }

    [Fact]
    public void Several_errors_are_a_numbered_list_and_one_is_a_line()
    {
        var several = new LocalHostStartException(["this.", "that."]);
        var one = new LocalHostStartException(["this."]);

        Assert.Equal("The functions host cannot start, 2 errors:\n  1. this.\n  2. that.", several.Message);
        Assert.Equal("The functions host cannot start: this.", one.Message);
    }

    [Theory]
    [InlineData("{ \"version\": \"2.0\",\n  nonsense }", "host.json is not valid JSON at line 2")]
    [InlineData("[]", "host.json must be an object")]
    [InlineData("{}", "'version' must be \"2.0\"")]
    [InlineData("""{ "version": "2.0", "logging": { "logLevel": { "default": "Chatty" } } }""", "the log level 'Chatty' of 'default' is unknown")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "routeprefixx": "" } } }""", "unknown name 'routeprefixx'")]
    public void A_host_json_that_is_wrong_says_where(string json, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "host.json"), json);

        var errors = TestHost.ErrorsOf(_folder.Path, null, typeof(Fine));

        Assert.Contains(errors, e => e.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_local_settings_file_that_is_wrong_is_an_error()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "local.settings.json"), "{ \"Values\": ");

        var errors = TestHost.ErrorsOf(_folder.Path, null, typeof(Fine));

        Assert.StartsWith("local.settings.json is malformed", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_that_cannot_be_written_is_an_error()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, string.Empty);

        var errors = TestHost.ErrorsOf(_folder.Path, b => b.Configuration["LocalHost:DataFolder"] = Path.Combine(file, "below"), typeof(Fine));

        Assert.Contains("cannot be written", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_are_not_valid_stand_in_the_same_list()
    {
        var errors = TestHost.ErrorsOf(
            _folder.Path,
            b =>
            {
                b.Configuration["LocalHost:ShutdownSeconds"] = "soon";
                b.Services.AddOptions<Shop>().Validate(s => s.Name is not null, "Shop:Name is missing.").ValidateOnStart();
                b.Services.AddOptions<Till>().Validate(t => t.Number > 0, "Till:Number must be above 0.").ValidateOnStart();
            },
            typeof(Fine));

        Assert.Equal(3, errors.Count);
        Assert.Contains("Shop:Name is missing.", errors);
        Assert.Contains("Till:Number must be above 0.", errors);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_line()
    {
        await using var first = await TestHost.StartInAsync(_folder.Path, null, keepFolder: true, typeof(Fine));
        var port = first.Client.BaseAddress!.Port;

        using var second = TestHost.CreateBuilder(_folder.Path, b => b.Configuration["LocalHost:Port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture), typeof(Fine)).Build();
        var problem = await Assert.ThrowsAsync<LocalHostStartException>(() => second.StartAsync());

        Assert.Equal($"port {port} on 127.0.0.1 is taken. Stop what uses it, or choose another with --port.", Assert.Single(problem.Errors));
    }

    public sealed class Shop
    {
        public string? Name { get; set; }
    }

    public sealed class Till
    {
        public int Number { get; set; }
    }

    public interface IMissing;

    public static class Fine
    {
        [Function("Fine")]
        public static string Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fine")] HttpRequest request) => "fine";
    }

    public sealed class NeedsMissing(IMissing missing)
    {
        [Function("NeedsMissing")]
        public string? Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "missing")] HttpRequest request) => missing.ToString();
    }

    public static class Wrong
    {
        [Function("twice")]
        public static string Twice1([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "twice1")] HttpRequest request) => "1";

        [Function("Twice")]
        public static string Twice2([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "twice2")] HttpRequest request) => "2";

        [Function("NoTrigger")]
        public static string NoTrigger(HttpRequest request) => request.Path;

        [Function("TwoTriggers")]
        public static string TwoTriggers([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [TimerTrigger("0 0 * * * *")] TimerInfo timer) => request.Path + timer.IsPastDue;

        [Function("NotPublic")]
        internal static string NotPublic([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.Path;

        [Function("Unknown")]
        public static string Unknown([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "unknown/{id}")] HttpRequest request, string id, string unknown) => id + unknown;

        [Function("Bodies")]
        public static int Bodies([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, [FromBody] int[] one, [FromBody] int[] other) => one.Length + other.Length;

        [Function("NoSetting")]
        public static void NoSetting([TimerTrigger("%Missing%")] TimerInfo timer) => timer.IsPastDue = true;

        [Function("Often")]
        public static void Often([TimerTrigger("often")] TimerInfo timer) => timer.IsPastDue = true;

        [Function("Never")]
        public static void Never([TimerTrigger("0 0 0 30 2 *")] TimerInfo timer) => timer.IsPastDue = true;

        [Function("Here")]
        public static string Here([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "same/{a}")] HttpRequest request, string a) => a;

        [Function("There")]
        public static string There([HttpTrigger(AuthorizationLevel.Anonymous, "put", "get", Route = "SAME/{b}")] HttpRequest request, string b) => b;

        [Function("BadRoute")]
        public static string BadRoute([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/{")] HttpRequest request) => request.Path;

        [Function("BadConstraint")]
        public static string BadConstraint([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/{n:nonsense}")] HttpRequest request, string n) => n;

        [Function("Optional")]
        public static int Optional([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "optional/{n?}")] HttpRequest request, int n) => n;

        [Function("WithKey")]
        public static string WithKey([HttpTrigger("get", Route = "key")] HttpRequest request) => request.Path;

        [Function("Poco")]
        public static string Poco([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "poco")] string request) => request;

        [Function("NotTimer")]
        public static void NotTimer([TimerTrigger("0 0 * * * *")] object timer) => timer.ToString();

        [Function("NotEntity")]
        public static void NotEntity([EntityTrigger] object dispatcher) => dispatcher.ToString();

        [Function("BadEntity")]
        public static Task BadEntity([EntityTrigger(EntityName = "a@b")] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync(_ => default);

        [Function("SameOne")]
        public static Task SameOne([EntityTrigger(EntityName = "Same")] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync(_ => default);

        [Function("SameTwo")]
        public static Task SameTwo([EntityTrigger(EntityName = "Same")] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync(_ => default);

        [Function("NotOrchestration")]
        public static void NotOrchestration([OrchestrationTrigger] object context) => context.ToString();

        [Function("Activity")]
        public static string Activity([ActivityTrigger] string input, FunctionContext context, string noted) => input + noted + context.FunctionId;

        [Function("Orchestration")]
        public static Task<string> Orchestration([OrchestrationTrigger] TaskOrchestrationContext context, string input) => context.CallActivityAsync<string>("Activity", input);
    }
}
