using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Policies;

/// <summary>A change of a policy, checked and previewed before it is filed. What is filed is what was previewed.</summary>
public sealed partial class ProposePage
{
    private string _yaml = "";
    private string _reason = "";
    private string _key = SendOptions.NewKey();
    private DateTime? _from;
    private PolicyPreview? _preview;
    private PlatformProblem? _problem;
    private IReadOnlyList<TextError> _errors = [];
    private bool _busy;
    private bool _justPreviewed;
    private ElementReference _previewTitle;
    private bool _missingReason;

    /// <summary>The policy, with <c>~</c> for slashes.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The old version to which it goes back.</summary>
    [SupplyParameterFromQuery(Name = "rollback")]
    private int? Rollback { get; set; }

    private string PolicyId => Id.Replace('~', '/');

    private DateTimeOffset? From => _from is { } from ? new DateTimeOffset(DateTime.SpecifyKind(from, DateTimeKind.Utc)) : null;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // Who asked for the preview is led to it, whether they see the page or hear it.
        if (_justPreviewed && _preview is not null)
        {
            _justPreviewed = false;
            await _previewTitle.FocusAsync();
        }
    }

    private async Task<PlatformResult<PolicyText>> LoadAsync(CancellationToken cancellationToken)
    {
        PlatformResult<PolicyText> text;
        if (Rollback is { } old)
        {
            text = await Client.VersionAsync(PolicyId, old, cancellationToken);
        }
        else if (!(await Client.GetAsync(PolicyId, cancellationToken)).TryGet(out var policy, out var problem))
        {
            return problem;
        }
        else
        {
            text = policy.InEffect is { } current
                ? await Client.VersionAsync(PolicyId, current.Version, cancellationToken)
                : new PlatformProblem(ProblemKind.NotFound, "policy-not-in-effect", "No version is in effect", "There is no text to start from. Go back to an old version, or propose one over the API.");
        }

        _yaml = text.Value?.Yaml ?? "";
        Changed();
        return text;
    }

    // What was previewed is no longer what stands there.
    private void Changed()
    {
        _preview = null;
        _errors = [];
        _problem = null;
    }

    private async Task PreviewAsync()
    {
        (_busy, _problem, _preview, _errors) = (true, null, null, []);
        var (asked, from) = (_yaml, From);
        var answer = await Client.PreviewAsync(PolicyId, asked, from, CancellationToken.None);
        _busy = false;
        if (asked != _yaml || from != From)
        {
            return; // Something else stands there by now.
        }

        if (answer.TryGet(out var preview, out var problem))
        {
            (_preview, _justPreviewed) = (preview, true);
        }
        else
        {
            _errors = TextErrors.Of(problem, asked);
            _problem = _errors.Count > 0 ? null : problem;
        }
    }

    private async Task FileAsync()
    {
        _missingReason = string.IsNullOrWhiteSpace(_reason);
        if (_missingReason || _busy)
        {
            return;
        }

        (_busy, _problem) = (true, null);
        var filed = Rollback is { } old
            ? await Client.RollBackAsync(PolicyId, old, _reason, _key, CancellationToken.None)
            : await Client.ProposeAsync(PolicyId, _yaml, From, _reason, _key, CancellationToken.None);
        _busy = false;
        if (filed.TryGet(out var proposal, out _problem))
        {
            _key = SendOptions.NewKey();
            Navigation.NavigateTo($"policies/{Id}/proposals/{proposal.Version.Version}");
        }
        else if (_problem.Code == "idempotency-key-reused")
        {
            _key = SendOptions.NewKey();
        }
    }

    private ValueTask GoToAsync(int line) => Js.InvokeVoidAsync("retailConsole.selectLine", "yaml", line);
}
