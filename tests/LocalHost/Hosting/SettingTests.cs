using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace RetailServerless.LocalHost.Tests.Hosting;

public sealed class SettingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Settings_come_from_files_then_local_settings_then_the_command_line()
    {
        Write("appsettings.json", """{ "A": "file", "B": "file", "C": "file" }""");
        Write("local.settings.json", """{ "IsEncrypted": false, "Values": { "B": "local", "C": "local", "Section__D": "local" } }""");

        var configuration = FunctionsApplication.CreateBuilder(["--contentRoot", _folder.Path, "--C", "command line"]).Configuration;

        Assert.Equal(["file", "local", "command line", "local"], new[] { "A", "B", "C", "Section:D" }.Select(n => configuration[n]));
    }

    [Fact]
    public void The_environment_goes_before_local_settings()
    {
        Write("local.settings.json", """{ "Values": { "PATH": "local" } }""");

        var configuration = FunctionsApplication.CreateBuilder(["--contentRoot", _folder.Path]).Configuration;

        Assert.NotEqual("local", configuration["PATH"]);
    }

    [Fact]
    public void Port_and_data_have_short_names()
    {
        var configuration = FunctionsApplication.CreateBuilder(["--contentRoot", _folder.Path, "--port", "7123", "--data", "/there"]).Configuration;

        Assert.Equal("7123", configuration["LocalHost:Port"]);
        Assert.Equal("/there", configuration["LocalHost:DataFolder"]);
    }

    [Fact]
    public void Log_levels_of_host_json_are_settings_that_others_override()
    {
        Write("host.json", """{ "version": "2.0", "logging": { "logLevel": { "default": "Warning", "Function.Get": "Debug" } } }""");
        Write("appsettings.json", """{ "Logging": { "LogLevel": { "Function.Get": "Error" } } }""");

        var configuration = FunctionsApplication.CreateBuilder(["--contentRoot", _folder.Path]).Configuration;

        Assert.Equal("Warning", configuration["Logging:LogLevel:Default"]);
        Assert.Equal("Error", configuration["Logging:LogLevel:Function.Get"]);
    }

    [Fact]
    public void Nothing_is_open_by_accident()
    {
        var environment = FunctionsApplication.CreateBuilder(["--contentRoot", _folder.Path]).Environment;

        Assert.Equal(Environments.Production, environment.EnvironmentName);
    }

    [Fact]
    public void A_settings_file_that_is_wrong_is_one_clear_error()
    {
        Write("appsettings.json", "{ nonsense");

        var problem = Assert.Throws<LocalHostStartException>(() => FunctionsApplication.CreateBuilder(["--contentRoot", _folder.Path]));

        Assert.Contains("appsettings.json", Assert.Single(problem.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_of_host_json_are_on_every_response()
    {
        Write("host.json", """{ "version": "2.0", "extensions": { "http": { "customHeaders": { "X-Content-Type-Options": "nosniff" } } } }""");
        await using var host = await TestHost.StartInAsync(_folder.Path, null, keepFolder: true, typeof(Plain));

        var answers = new[] { await host.Client.GetAsync("api/plain"), await host.Client.GetAsync("nowhere") };

        Assert.All(answers, a => Assert.Equal("nosniff", Assert.Single(a.Headers.GetValues("X-Content-Type-Options"))));
    }

    [Fact]
    public async Task Many_hosts_live_in_one_process()
    {
        await using var one = await TestHost.StartAsync(null, typeof(Plain));
        await using var two = await TestHost.StartAsync(null, typeof(Plain));

        var answers = new[] { await one.Client.GetStringAsync("plain"), await two.Client.GetStringAsync("plain") };

        Assert.Equal(["plain", "plain"], answers);
        Assert.NotEqual(one.Client.BaseAddress, two.Client.BaseAddress);
    }

    [Fact]
    public void A_builder_builds_once()
    {
        var builder = TestHost.CreateBuilder(_folder.Path, null, typeof(Plain));
        using var host = builder.Build();

        Assert.Throws<InvalidOperationException>(builder.Build);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.Path, name), text);

    public static class Plain
    {
        [Function("Plain")]
        public static string Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain")] HttpRequest request) => "plain";
    }
}
