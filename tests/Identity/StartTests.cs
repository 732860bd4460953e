namespace RetailServerless.Samples.Identity.Tests;

public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retail-identity-").FullName;

    [Theory]
    [InlineData("--port", "0")]
    [InlineData("--port", "99999")]
    [InlineData("--port", null)]
    [InlineData("--what", "1")]
    public void A_command_line_that_is_not_understood_is_refused(string option, string? value) =>
        Assert.Null(IdentitySettings.Parse(value is null ? [option] : [option, value]));

    [Fact]
    public void The_command_line_says_port_folder_and_shoppers()
    {
        var settings = IdentitySettings.Parse(["--port", "8090", "--data", "/tmp/x", "--shoppers", "A1, B2"])!;

        Assert.Equal("http://127.0.0.1:8090", settings.Issuer);
        Assert.Equal("/tmp/x", settings.Folder);
        Assert.Equal(["A1", "B2"], settings.Shoppers);
    }

    [Fact]
    public void Shoppers_can_stand_in_a_file()
    {
        var file = Path.Combine(_folder, "shoppers.txt");
        File.WriteAllText(file, "C00007\nC00009\n\n");

        Assert.Equal(["C00007", "C00009"], IdentitySettings.Parse(["--shoppers", file])!.Shoppers);
    }

    [Theory]
    [InlineData("Production", null)]
    [InlineData("Staging", null)]
    [InlineData("Development", "http://0.0.0.0:7090")]
    [InlineData("Development", "http://+:7090")]
    [InlineData("Development", "http://127.0.0.1:1;http://192.168.0.2:2")]
    public void It_does_not_start_outside_Development_nor_on_another_address(string environment, string? urls)
    {
        using var _ = new EnvironmentValues(("ASPNETCORE_ENVIRONMENT", environment), ("ASPNETCORE_URLS", urls));

        Assert.Throws<InvalidOperationException>(() => IdentityCommand.Build(new IdentitySettings(7090, _folder, [])));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_taken_port_is_one_line_and_a_failure()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        using var _ = new EnvironmentValues(("ASPNETCORE_ENVIRONMENT", "Development"));

        var code = await IdentityCommand.RunAsync(["--port", $"{port}", "--data", _folder]);

        Assert.Equal(1, code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class EnvironmentValues : IDisposable
    {
        private readonly List<(string Name, string? Before)> _before = [];

        public EnvironmentValues(params (string Name, string? Value)[] values)
        {
            foreach (var (name, value) in values)
            {
                _before.Add((name, Environment.GetEnvironmentVariable(name)));
                Environment.SetEnvironmentVariable(name, value);
            }
        }

        public void Dispose() => _before.ForEach(value => Environment.SetEnvironmentVariable(value.Name, value.Before));
    }
}
