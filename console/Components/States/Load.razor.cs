using System.Collections;
using Microsoft.AspNetCore.Components;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Components.States;

/// <summary>
/// Asks the platform for something and shows how that goes: loading, a problem with what to do about it, no permission, session ended, empty, or the content. It asks once, when the page is in the browser,
/// and again when <see cref="Key"/> changes: reading the audit log is itself audited, so nothing is read twice for nothing.
/// </summary>
/// <typeparam name="T">What is asked for.</typeparam>
public sealed partial class Load<T>
{
    private CancellationTokenSource? _asking;
    private PlatformResult<T>? _answer;
    private object? _askedFor;
    private bool _inBrowser;

    /// <summary>Asks.</summary>
    [Parameter, EditorRequired]
    public Func<CancellationToken, Task<PlatformResult<T>>> From { get; set; } = null!;

    /// <summary>What is asked for: another key asks again.</summary>
    [Parameter]
    public object? Key { get; set; }

    /// <summary>What is said while it loads.</summary>
    [Parameter]
    public string Waiting { get; set; } = "Loading ...";

    /// <summary>The content.</summary>
    [Parameter, EditorRequired]
    public RenderFragment<T> ChildContent { get; set; } = null!;

    /// <summary>What stands in the place of an empty list or page.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>What stands in the place of something that is not there; the problem itself unless given.</summary>
    [Parameter]
    public RenderFragment<PlatformProblem>? NotFound { get; set; }

    /// <summary>Asks again, and shows what was there until the answer comes.</summary>
    public Task ReloadAsync() => AskAsync(keep: true);

    /// <summary>Shows an answer that came another way, as that of a change.</summary>
    internal void Show(PlatformResult<T> answer)
    {
        _asking?.Cancel();
        _answer = answer;
        StateHasChanged();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _asking?.Cancel();
        _asking?.Dispose();
        _asking = null;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_inBrowser || !Equals(_askedFor, Key))
        {
            _inBrowser = true;
            _askedFor = Key;
            await AskAsync(keep: false);
        }
    }

    private static bool IsEmpty(T value) => value switch
    {
        IPage page => page.IsEmpty,
        ICollection many => many.Count == 0,
        _ => false,
    };

    private async Task AskAsync(bool keep)
    {
        if (_asking is not null)
        {
            await _asking.CancelAsync();
            _asking.Dispose();
        }

        var asking = _asking = new CancellationTokenSource();
        if (!keep || _answer?.Problem is not null)
        {
            _answer = null;
            StateHasChanged();
        }

        try
        {
            var answer = await From(asking.Token);
            if (!asking.IsCancellationRequested)
            {
                _answer = answer;
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (asking.IsCancellationRequested)
        {
            // Another question came, or the page was closed.
        }
    }
}
