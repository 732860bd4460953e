using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;
using RetailServerless.Console.Audit;
using RetailServerless.Console.Components;
using RetailServerless.Console.Consent;
using RetailServerless.Console.Health;
using RetailServerless.Console.Platform;
using RetailServerless.Console.Policies;
using RetailServerless.Console.Privacy;

namespace RetailServerless.Console.Tests;

/// <summary>Renders pages of the console over a platform of the test's making, for somebody who is signed in.</summary>
public abstract class ConsoleContext : BunitContext, IAsyncLifetime
{
    private readonly BunitAuthorizationContext _user;
    private bool _hasProviders;

    protected ConsoleContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton(Options.Create(new PlatformOptions { Address = "http://platform.test" }));
        var http = new HttpClient(Platform) { BaseAddress = new Uri("http://platform.test/") };
        Services.AddSingleton(new HealthClient(http));
        Services.AddSingleton<IPlatformToken>(Token);
        Services.AddSingleton(new PlatformClient(http, Token));
        Services.AddScoped<PolicyClient>();
        Services.AddScoped<AuditClient>();
        Services.AddScoped<ConsentClient>();
        Services.AddScoped<PrivacyClient>();
        _user = AddAuthorization();
        SignIn("auditor", RoleNames.GovernanceAuditor);
    }

    internal FakePlatform Platform { get; } = new();

    internal FakeToken Token { get; } = new();

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Where dialogs open.</summary>
    public IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;

    /// <summary>Lets somebody else look.</summary>
    public void SignIn(string name, params string[] roles)
    {
        _user.SetAuthorized(name);
        _user.SetRoles(roles);
    }

    /// <summary>Renders a page with what MudBlazor's dialogs and menus need around it.</summary>
    /// <param name="parameters">Its parameters.</param>
    public IRenderedComponent<TPage> Open<TPage>(Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        if (!_hasProviders)
        {
            _hasProviders = true;
            Render<MudPopoverProvider>();
            Dialogs = Render<MudDialogProvider>();
        }

        return Render(parameters ?? (_ => { }));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    // MudBlazor's services can be disposed only asynchronously.
    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();
}

/// <summary>An access token of the test's making.</summary>
internal sealed class FakeToken : IPlatformToken
{
    /// <summary>The token; <see langword="null"/> once the session is over.</summary>
    public string? Value { get; set; } = "token-of-the-test";

    public ValueTask<string?> FindAsync() => ValueTask.FromResult(Value);
}
