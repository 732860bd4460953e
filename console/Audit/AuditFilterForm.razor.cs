using Microsoft.AspNetCore.Components;

namespace RetailServerless.Console.Audit;

/// <summary>What to search the log for.</summary>
public sealed partial class AuditFilterForm
{
    private AuditFilter? _shown;
    private string? _kind;
    private string? _role;
    private DateTime? _since;
    private DateTime? _before;
    private string? _model;
    private string? _policy;
    private string? _decision;
    private string? _actor;
    private string? _customer;
    private string? _wrong;
    private string _order = "newest";
    private bool _more;

    /// <summary>The filter that is in force.</summary>
    [Parameter, EditorRequired]
    public AuditFilter Value { get; set; } = null!;

    /// <summary>Another filter was asked for.</summary>
    [Parameter]
    public EventCallback<AuditFilter> OnApply { get; set; }

    /// <summary>Whether to offer the search for a person.</summary>
    [Parameter]
    public bool MayAskForPeople { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // What is being typed stays while the page behind it changes.
        if (Value != _shown)
        {
            Fill(Value);
        }
    }

    private void Fill(AuditFilter filter)
    {
        _shown = filter;
        (_kind, _role, _model, _policy, _decision, _actor, _customer) = (filter.Kind, filter.Role, filter.Model, filter.Policy, filter.Decision, filter.Actor, filter.Customer);
        (_since, _before) = (filter.Since, filter.Before);
        _order = filter.OldestFirst ? "oldest" : "newest";
        _more |= filter.AsksForMore;
        _wrong = null;
    }

    private Task ApplyAsync()
    {
        var filter = Read();
        _wrong = filter switch
        {
            { Since: { } since, Before: { } before } when since >= before => "The search ends before it begins: let \"From\" be earlier than \"Before\".",
            { Decision: { } decision } when !Guid.TryParse(decision, out _) => "The id of a decision looks like 01a20d0a-7c5e-7b3a-9f10-3d2c1b0a9e8f.",
            _ => null,
        };
        return _wrong is null ? OnApply.InvokeAsync(filter) : Task.CompletedTask;
    }

    private Task ClearAsync()
    {
        var nothing = new AuditFilter { OldestFirst = Value.OldestFirst };
        Fill(nothing);
        return OnApply.InvokeAsync(nothing);
    }

    private AuditFilter Read() => new()
    {
        Kind = AuditFilter.Clean(_kind),
        Role = AuditFilter.Clean(_role),
        Since = _since,
        Before = _before,
        Model = AuditFilter.Clean(_model),
        Policy = AuditFilter.Clean(_policy),
        Decision = AuditFilter.Clean(_decision),
        Actor = AuditFilter.Clean(_actor),
        Customer = MayAskForPeople ? AuditFilter.Clean(_customer) : null,
        OldestFirst = _order == "oldest",
    };
}
