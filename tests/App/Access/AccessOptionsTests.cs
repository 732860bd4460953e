using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Tests.Access;

public sealed class AccessOptionsTests
{
    [Fact]
    public void Outside_Development_it_does_not_start_without_an_issuer_and_says_all_that_is_wrong_at_once()
    {
        using var services = Build("Production", new() { ["Oidc:Audience"] = " ", ["Storefronts:Burst"] = "0", ["Storefronts:ShoppersPerHour"] = "0" });

        var error = Record.Exception(() => services.GetRequiredService<IStartupValidator>().Validate())!;

        var all = string.Join('\n', error is AggregateException many ? many.InnerExceptions.Select(e => e.Message) : [error.Message]);
        Assert.Contains("Oidc:Authority is required", all);
        Assert.Contains("Oidc:Audience", all);
        Assert.Contains("Storefronts:Burst", all);
        Assert.Contains("Storefronts:ShoppersPerHour", all);
    }

    [Fact]
    public void In_Development_the_sample_issuer_is_the_default()
    {
        using var services = Build("Development", []);

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal("http://127.0.0.1:7090", services.GetRequiredService<IOptions<OidcOptions>>().Value.Authority);
    }

    [Theory]
    [InlineData("http://login.example.com", false)]
    [InlineData("login.example.com", false)]
    [InlineData("https://login.example.com/tenant/v2.0", true)]
    [InlineData("http://localhost:9000", true)]
    public void An_issuer_is_reached_over_https_or_on_loopback(string authority, bool valid)
    {
        using var services = Build("Production", new() { ["Oidc:Authority"] = authority });

        var error = Record.Exception(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(valid, error is null);
    }

    private static ServiceProvider Build(string environment, Dictionary<string, string?> settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment })
        .AddAccess(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .BuildServiceProvider();
}
