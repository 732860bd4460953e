using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Keeps the records of requests as long as their regime says (11 CCR 7101: 24 months), and no longer.</summary>
public sealed class RequestKeeping(RequestStore requests, RequestVerifications verifications, RequestKeys keys, IDocumentStore documents, TimeProvider time)
{
    /// <summary>Deletes records whose time is over.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ForgetOldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var forgotten = 0;
        foreach (var request in await requests.AllAsync(null, cancellationToken).Where(r => r.ClosedAt is not null && !r.Holds.Any(h => h.Active)).ToListAsync(cancellationToken))
        {
            // A regime that cannot be read keeps the record: it is deleted once it is known that it may be.
            if (!(await verifications.RegimeOfAsync(request, cancellationToken)).TryGet(out var regime, out _) || request.ClosedAt!.Value.AddMonths(regime.Policy.RecordKeeping.Months) > now)
            {
                continue;
            }

            await keys.DestroyAsync(request.Id, cancellationToken);
            await requests.ForgetAsync(request, cancellationToken);
            await documents.DeletePartitionAsync(DataSubjectRequestDocument.Container, request.Id.ToString("N"), cancellationToken);
            forgotten++;
        }

        return forgotten;
    }
}
