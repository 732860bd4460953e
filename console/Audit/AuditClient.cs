using System.Globalization;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Audit;

/// <summary>The audit log.</summary>
internal sealed class AuditClient(PlatformClient platform)
{
    /// <summary>Entries on a page of the list.</summary>
    public const int PageSize = 50;

    /// <summary>One page of entries. The platform records the reading.</summary>
    /// <param name="filter">Which entries.</param>
    /// <param name="continuationToken">Of the page before; <see langword="null"/> for the first one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<PlatformResult<Page<AuditEntry>>> ListAsync(AuditFilter filter, string? continuationToken, CancellationToken cancellationToken)
    {
        var size = ("size", PageSize.ToString(CultureInfo.InvariantCulture));
        return platform.ListAsync<AuditEntry>(Query.Add("api/audit/entries", [size, .. filter.ToPlatform()]), continuationToken, cancellationToken);
    }

    /// <summary>One entry. The platform records the reading.</summary>
    public async Task<PlatformResult<AuditEntry>> FindAsync(long index, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"api/audit/entries?from={index}&size=1");
        var read = await platform.GetAsync<Page<AuditEntry>>(path, cancellationToken);
        return read.TryGet(out var page, out var problem)
            ? page.Items is [var entry] && entry.Index == index ? PlatformResult<AuditEntry>.Of(entry, null) : NotThere(index)
            : problem;
    }

    private static PlatformProblem NotThere(long index) => new(
        ProblemKind.NotFound, "no-such-audit-entry", "There is no such entry", string.Create(CultureInfo.InvariantCulture, $"The log ends before entry {index:N0}. Its newest entries are at the beginning of the list."))
    {
        Status = 404,
    };
}
