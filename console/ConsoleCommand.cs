using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using MudBlazor.Services;
using RetailServerless.Console.Audit;
using RetailServerless.Console.Components;
using RetailServerless.Console.Consent;
using RetailServerless.Console.Health;
using RetailServerless.Console.Platform;
using RetailServerless.Console.Policies;
using RetailServerless.Console.Privacy;
using RetailServerless.Console.SignIn;

namespace RetailServerless.Console;

/// <summary>Starts the console, or says in one line why it does not.</summary>
internal static class ConsoleCommand
{
    public const int DefaultPort = 7080;

    private const int LongestMessage = 512 * 1024; // The text of a policy is typed into one field.

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.StartAsync();
            System.Console.WriteLine($"console: {app.Urls.First()}");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (OptionsValidationException wrong)
        {
            return Refuse(string.Join(Environment.NewLine, wrong.Failures));
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            return Refuse("The port is taken. Choose another one with --port.");
        }
    }

    /// <summary>Builds the console. Locally it listens on 127.0.0.1, port <c>--port</c>; hosted elsewhere, where ASPNETCORE_URLS or ASPNETCORE_HTTP_PORTS say.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseStaticWebAssets();
        Listen(builder);
        builder.Services.AddOptionsWithValidateOnStart<PlatformOptions>().Bind(builder.Configuration.GetSection(PlatformOptions.Section));
        builder.Services.AddSingleton<IValidateOptions<PlatformOptions>, PlatformOptions>();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = LongestMessage);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddMudServices();
        builder.Services.AddSignIn(builder.Configuration);
        builder.Services.AddPlatformClient();
        builder.Services.AddScoped<PolicyClient>();
        builder.Services.AddScoped<AuditClient>();
        builder.Services.AddScoped<ConsentClient>();
        builder.Services.AddScoped<PrivacyClient>();
        builder.Services.AddHttpClient<HealthClient>((services, http) =>
        {
            http.BaseAddress = services.GetRequiredService<IOptions<PlatformOptions>>().Value.BaseAddress;
            http.Timeout = TimeSpan.FromSeconds(5);
        });

        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignIn();
        app.MapPolicyDownloads();
        app.MapAuditDownloads();
        app.MapRazorComponents<Root>().AddInteractiveServerRenderMode().Add(LetCircuitsOpen);
        return app;
    }

    // The health page works for anybody, so a circuit opens for anybody; the router asks for every page who looks at it.
    private static void LetCircuitsOpen(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } route } && route.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal))
        {
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
        }
    }

    private static void Listen(WebApplicationBuilder builder)
    {
        var port = builder.Configuration["port"];
        if (port is null && (builder.Configuration[WebHostDefaults.ServerUrlsKey] is not null || builder.Configuration[WebHostDefaults.HttpPortsKey] is not null))
        {
            return;
        }

        var number = port is null ? DefaultPort : int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed <= IPEndPoint.MaxPort ? parsed : -1;
        if (number < 0)
        {
            throw new OptionsValidationException("port", typeof(int), ["--port must be a number from 0 to 65535."]);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, number));
    }

    private static int Refuse(string line)
    {
        System.Console.Error.WriteLine(line);
        return 1;
    }
}
