using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using RetailServerless.Console.Components;
using RetailServerless.Console.Components.States;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Audit;

/// <summary>The entries of the log, page by page. The filter is the page's address; only the page that is shown is ever loaded.</summary>
public sealed partial class AuditPage
{
    // The token of each page that was seen, so that one can go back; the platform's tokens only lead on.
    private readonly List<string?> _tokens = [null];
    private Load<Page<AuditEntry>>? _load;
    private AuditFilter _filter = new();
    private int _page;
    private bool _mayAskForPeople;

    /// <summary>A kind of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    /// <summary>A role of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Role { get; set; }

    /// <summary>The first minute of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Since { get; set; }

    /// <summary>The end of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    /// <summary>A model of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Model { get; set; }

    /// <summary>A policy of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Policy { get; set; }

    /// <summary>A decision of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Decision { get; set; }

    /// <summary>A staff member of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Actor { get; set; }

    /// <summary>The order of the address.</summary>
    [SupplyParameterFromQuery]
    public string? Order { get; set; }

    [Inject]
    internal AuditClient Client { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    internal Task<AuthenticationState> User { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _mayAskForPeople = (await User).User.IsInRole(RoleNames.PrivacyOfficer);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var asked = new AuditFilter
        {
            Kind = AuditFilter.Clean(Kind),
            Role = AuditFilter.Clean(Role),
            Since = AuditFilter.ToMinute(Since),
            Before = AuditFilter.ToMinute(Before),
            Model = AuditFilter.Clean(Model),
            Policy = AuditFilter.Clean(Policy),
            Decision = AuditFilter.Clean(Decision),
            Actor = AuditFilter.Clean(Actor),
            OldestFirst = Order == "oldest",
        };
        if (asked != _filter with { Customer = null })
        {
            Show(asked with { Customer = null });
        }
    }

    private Task<PlatformResult<Page<AuditEntry>>> ListAsync(CancellationToken cancellationToken) => Client.ListAsync(_filter, _tokens[_page], cancellationToken);

    private async Task Apply(AuditFilter filter)
    {
        if (filter == _filter)
        {
            await _load!.ReloadAsync();
            return;
        }

        // The address does not hold the person, and it changes only when something else was asked.
        Show(filter);
        Navigation.NavigateTo(filter.ToUrl());
    }

    private void Show(AuditFilter filter)
    {
        _filter = filter;
        _page = 0;
        _tokens.RemoveRange(1, _tokens.Count - 1);
    }

    private void Next(string token)
    {
        if (_tokens.Count == _page + 1)
        {
            _tokens.Add(token);
        }

        _page++;
    }
}
