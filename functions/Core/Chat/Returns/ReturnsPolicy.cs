using RetailServerless.Core.Catalog;
using RetailServerless.Core.Orders;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Chat.Returns;

/// <summary>What the shop takes back, <c>policies/chat/returns.yaml</c>. It decides; no model does.</summary>
public sealed record ReturnsPolicy : IValidatedPolicy
{
    /// <summary>Its id in the policy store.</summary>
    public const string Id = "chat/returns";

    private const int LongestWindow = 3660;
    private const string Rule = "must be 0 to 3660 days";

    /// <summary>Days after delivery in which an article is taken back, the day of delivery not counted.</summary>
    public required int WindowDays { get; init; }

    /// <summary>Other windows in days, by category: a path, or any name in one.</summary>
    public Dictionary<string, int> WindowDaysByCategory { get; init; } = [];

    /// <summary>Categories that are never taken back: a path, or any name in one.</summary>
    public List<string> ExcludedCategories { get; init; } = [];

    /// <summary>The window of an article, in days.</summary>
    public int WindowOf(IReadOnlyList<string> categoryPath)
    {
        var special = WindowDaysByCategory.Where(w => IsIn(categoryPath, w.Key)).Select(w => w.Value).ToList();
        return special.Count > 0 ? special.Min() : WindowDays;
    }

    /// <summary>The category that keeps an article from being taken back; <see langword="null"/> when none does.</summary>
    public string? ExcludingCategory(IReadOnlyList<string> categoryPath) => ExcludedCategories.Find(c => IsIn(categoryPath, c));

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        if (WindowDays is < 0 or > LongestWindow)
        {
            yield return new PolicyProblem("$.windowDays", Rule);
        }

        foreach (var (category, days) in WindowDaysByCategory)
        {
            if (category.Length == 0 || days is < 0 or > LongestWindow)
            {
                yield return new PolicyProblem($"$.windowDaysByCategory.{category}", Rule);
            }
        }

        if (ExcludedCategories.Exists(string.IsNullOrWhiteSpace))
        {
            yield return new PolicyProblem("$.excludedCategories", "must not hold an empty name");
        }
    }

    private static bool IsIn(IReadOnlyList<string> path, string category) =>
        path.Contains(category, StringComparer.OrdinalIgnoreCase)
        || string.Join('/', path).Equals(category, StringComparison.OrdinalIgnoreCase)
        || string.Join('/', path).StartsWith(category + "/", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What is known of a line that somebody wants to send back.</summary>
/// <param name="Order">The order.</param>
/// <param name="Line">The line.</param>
/// <param name="CategoryPath">The category of its article; empty when the catalog no longer has it.</param>
/// <param name="AlreadyOpen">Whether a return of this line was started before.</param>
public sealed record ReturnRequest(Order Order, OrderLine Line, IReadOnlyList<string> CategoryPath, bool AlreadyOpen)
{
    /// <summary>The article.</summary>
    public Sku Sku => Line.Sku;
}
