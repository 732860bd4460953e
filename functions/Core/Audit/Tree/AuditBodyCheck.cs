using System.Globalization;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>Looks whether every stored body is the one that its leaf commits to, and whether those that are gone went for a reason.</summary>
public sealed class AuditBodyCheck(IAuditStore store, AuditReader reader)
{
    private const int Batch = 500;

    /// <summary>Looks at the bodies of entries from one index to before another.</summary>
    /// <returns>The first thing that is wrong; <see langword="null"/> when nothing is.</returns>
    public async Task<AuditFault?> CheckAsync(long from, long end, CancellationToken cancellationToken)
    {
        for (var next = from; next < end; next += Batch)
        {
            foreach (var stored in await store.ReadAsync(next, (int)Math.Min(Batch, end - next), cancellationToken))
            {
                var entry = await reader.OpenAsync(stored, cancellationToken);
                if (entry.BodyState == AuditBodyState.Mismatch)
                {
                    return stored.SealedBody is null
                        ? new AuditFault(AuditFault.BodyMissing, entry.Index, Text($"The body of entry {entry.Index} of the audit log is gone, although it concerns nobody who could have been erased."))
                        : new AuditFault(AuditFault.BodyAltered, entry.Index, Text($"The body of entry {entry.Index} of the audit log is not the one that its leaf commits to."));
                }
            }
        }

        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
