using Microsoft.Extensions.Configuration;
using RetailServerless.LocalHost.Discovery;
using RetailServerless.LocalHost.Settings;

namespace RetailServerless.LocalHost.Tests.Hosting;

public sealed class RetentionSettingTests
{
    [Theory]
    [InlineData(null, 30)]
    [InlineData("7", 7)]
    [InlineData("0", null)]
    public void Ended_orchestrations_stay_as_many_days_as_the_setting_says(string? setting, int? days)
    {
        var errors = new StartupErrors();

        var settings = LocalHostSettings.Read(Configuration(setting), errors);

        Assert.Empty(errors.All);
        Assert.Equal(days is { } some ? TimeSpan.FromDays(some) : null, settings.DurableRetention);
    }

    [Fact]
    public void A_retention_that_is_no_number_of_days_is_refused_with_the_name_of_the_setting()
    {
        var errors = new StartupErrors();

        LocalHostSettings.Read(Configuration("forever"), errors);

        Assert.Contains(SettingNames.DurableRetentionDays, Assert.Single(errors.All), StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(string? days) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [SettingNames.DurableRetentionDays] = days }).Build();
}
