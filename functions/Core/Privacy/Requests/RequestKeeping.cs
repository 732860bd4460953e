using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Keeps the records of requests as long as their regime says (11 CCR 7101: 24 months), and no longer.</summary>
public sealed class RequestKeeping(RequestStore requests, RequestVerifications verifications, RequestKeys keys, Holds.LegalHolds holds, IDocumentStore documents, TimeProvider time)
{
    /// <summary>Deletes records whose time is over.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ForgetOldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var forgotten = 0;
        foreach (var request in await requests.AllAsync(null, cancellationToken).Where(r => r.ClosedAt is not null).ToListAsync(cancellationToken))
        {
            if (await IsHeldAsync(request, cancellationToken))
            {
                continue;
            }

            // A regime that cannot be read keeps the record: it is deleted once it is known that it may be.
            if (!(await verifications.RegimeOfAsync(request, cancellationToken)).TryGet(out var regime, out _) || LocalDays.DayOf(now, ZoneOf(regime)) < regime.Policy.RecordKeeping.DeleteFrom(LocalDays.DayOf(request.ClosedAt!.Value, ZoneOf(regime))))
            {
                continue;
            }

            foreach (var hold in request.Holds)
            {
                await holds.ForgetAsync(hold.Id, cancellationToken);
            }

            await keys.DestroyAsync(request.Id, cancellationToken);
            await requests.ForgetAsync(request, cancellationToken);
            await documents.DeletePartitionAsync(DataSubjectRequestDocument.Container, request.Id.ToString("N"), cancellationToken);
            forgotten++;
        }

        return forgotten;
    }

    private async Task<bool> IsHeldAsync(DataSubjectRequestDocument request, CancellationToken cancellationToken)
    {
        foreach (var hold in request.Holds.Where(h => h.Active))
        {
            if (await holds.FindAsync(hold.Id, cancellationToken) is { ReleasedAt: null })
            {
                return true;
            }
        }

        return false;
    }

    private static TimeZoneInfo ZoneOf(Regime regime) => TimeZoneInfo.FindSystemTimeZoneById(regime.Policy.TimeZone);
}
