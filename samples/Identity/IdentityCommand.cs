using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace RetailServerless.Samples.Identity;

/// <summary>Starts the issuer, or says in one line why it does not.</summary>
internal static class IdentityCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (IdentitySettings.Parse(args) is not { } settings)
        {
            return Refuse(IdentitySettings.Usage);
        }

        try
        {
            await using var app = Build(settings);
            await app.StartAsync();
            Print(settings, app.Services.GetRequiredService<DemoAccounts>());
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (InvalidOperationException refused) when (refused.Data.Contains(nameof(Refuse)))
        {
            return Refuse(refused.Message);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException or SocketException)
        {
            return Refuse($"Port {settings.Port} is taken. Choose another one with --port.");
        }
        catch (Exception unwritable) when (unwritable is UnauthorizedAccessException or IOException)
        {
            return Refuse($"The folder {settings.Folder} cannot be used: {unwritable.Message}");
        }
    }

    /// <summary>Builds the issuer. It listens on 127.0.0.1 only.</summary>
    /// <exception cref="InvalidOperationException">This is not Development, or an address was configured that is not loopback.</exception>
    public static WebApplication Build(IdentitySettings settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        Guard(builder);
        PrivateFiles.MakeFolder(settings.Folder);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, settings.Port));

        // A page in the browser cannot reach the issuer under a name of its own (DNS rebinding).
        builder.Configuration["AllowedHosts"] = "127.0.0.1;localhost";
        builder.Services.AddIssuer(settings, DemoAccounts.LoadOrCreate(settings));
        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.MapSignInPage();
        return app;
    }

    private static void Guard(WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            throw Refusal("This issuer is for development only. Set ASPNETCORE_ENVIRONMENT=Development, or use an issuer of your own (Oidc:Authority).");
        }

        var addresses = builder.Configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (addresses.Any(address => !Uri.TryCreate(address, UriKind.Absolute, out var uri) || !uri.IsLoopback))
        {
            throw Refusal("This issuer listens on 127.0.0.1 only. Remove the other address from ASPNETCORE_URLS, and choose a port with --port.");
        }
    }

    private static InvalidOperationException Refusal(string message) => new(message) { Data = { [nameof(Refuse)] = true } };

    private static int Refuse(string line)
    {
        Console.Error.WriteLine(line);
        return 1;
    }

    private static void Print(IdentitySettings settings, DemoAccounts accounts)
    {
        Console.WriteLine($"issuer: {settings.Issuer}");
        foreach (var account in accounts.All)
        {
            Console.WriteLine($"sign-in: {account.UserName} {account.Password} ({account.Role ?? "shopper"})");
        }
    }
}
