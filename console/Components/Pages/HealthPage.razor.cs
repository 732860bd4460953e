using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;
using RetailServerless.Console.Health;

namespace RetailServerless.Console.Components.Pages;

/// <summary>How the platform is, asked again every few seconds while the page is open.</summary>
public sealed partial class HealthPage
{
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closed = new();
    private PlatformHealth? _health;
    private DateTimeOffset? _askedAt;
    private bool _asked;
    private Task _watching = Task.CompletedTask;

    [Inject]
    internal HealthClient Client { get; set; } = null!;

    [Inject]
    internal IOptions<PlatformOptions> Platform { get; set; } = null!;

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    private string Address => Platform.Value.Address;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _watching;
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _watching = WatchAsync();
        }
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "working, with something missing",
        _ => "not working",
    };

    private static Severity SeverityOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => Severity.Success,
        HealthStatus.Degraded => Severity.Warning,
        _ => Severity.Error,
    };

    private static Color ColorOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => Color.Success,
        HealthStatus.Degraded => Color.Warning,
        _ => Color.Error,
    };

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Pause, Time);
        try
        {
            do
            {
                _health = await Client.GetAsync(_closed.Token);
                (_asked, _askedAt) = (true, Time.GetUtcNow());
                await InvokeAsync(StateHasChanged);
            }
            while (await timer.WaitForNextTickAsync(_closed.Token));
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
    }
}
