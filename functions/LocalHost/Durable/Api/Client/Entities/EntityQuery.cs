namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Which entities to list.</summary>
public record EntityQuery
{
    /// <summary>How many are given at once unless said otherwise.</summary>
    public const int DefaultPageSize = 100;

    private readonly string? _startsWith;

    /// <summary>
    /// What the address begins with; null for any. The first <c>@</c> may be left out. <c>name@</c> gives the entities of a name, <c>name@key</c> those of
    /// them whose key begins so. The name is compared without regard to case.
    /// </summary>
    public string? InstanceIdStartsWith
    {
        get => _startsWith;
        init
        {
            if (value is null)
            {
                _startsWith = null;
                return;
            }

            var address = value.StartsWith('@') ? value : $"@{value}";
            var separator = address.IndexOf('@', 1);
            _startsWith = separator < 0 ? address.ToLowerInvariant() : address[..separator].ToLowerInvariant() + address[separator..];
        }
    }

    /// <summary>Modified at or after; null for any.</summary>
    public DateTimeOffset? LastModifiedFrom { get; init; }

    /// <summary>Modified at or before; null for any.</summary>
    public DateTimeOffset? LastModifiedTo { get; init; }

    /// <summary>Whether states are read.</summary>
    public bool IncludeState { get; init; } = true;

    /// <summary>Whether entities are listed that have no state: being created, deleted, or only locked.</summary>
    public bool IncludeTransient { get; init; }

    /// <summary>How many are given at once; <see cref="DefaultPageSize"/> when null.</summary>
    public int? PageSize { get; init; }

    /// <summary>Where to go on; null to begin.</summary>
    public string? ContinuationToken { get; init; }
}
