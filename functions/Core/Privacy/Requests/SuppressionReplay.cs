using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// Holds the stores against the journal of erasures before anything is served. When all of the journal is in the list nothing was restored and nothing has to be done; otherwise whoever is in the stores and
/// was erased is erased again, key and all.
/// </summary>
public sealed partial class SuppressionReplay(
    ISuppressionJournal journal,
    SuppressionList suppressed,
    IDocumentStore documents,
    IPersonKeys keys,
    IAuditLog audit,
    IEnumerable<IPersonalDataStore> stores,
    ILogger<SuppressionReplay> logger)
{
    /// <summary>Replays what is missing.</summary>
    /// <returns>How many people were erased again.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var missing = new List<SuppressedHash>();
        foreach (var mark in await journal.ReadAsync(cancellationToken))
        {
            if (!await suppressed.ContainsAsync(mark.Hash, cancellationToken))
            {
                missing.Add(mark);
            }
        }

        if (missing.Count == 0)
        {
            return 0;
        }

        foreach (var mark in missing)
        {
            await suppressed.AddAsync(mark, cancellationToken);
        }

        var again = await EraseAsync(await suppressed.SnapshotAsync(cancellationToken), cancellationToken);
        await audit.AppendAsync(
            new AuditEvent
            {
                EntryId = AuditEvent.NewEntryId(),
                Kind = "privacy.suppression-replayed",
                ActorRole = "system",
                Body = new JsonObject { ["marks"] = missing.Count, ["peopleErased"] = again },
            },
            cancellationToken);
        Log.Replayed(logger, missing.Count, again);
        return again;
    }

    private async Task<int> EraseAsync(SuppressionSnapshot snapshot, CancellationToken cancellationToken)
    {
        var people = new HashSet<PersonId>();
        foreach (var container in stores.SelectMany(s => s.Description.Containers).Distinct(StringComparer.Ordinal))
        {
            await foreach (var partition in documents.PartitionsAsync(container, null, cancellationToken))
            {
                if (partition.StartsWith("c:", StringComparison.Ordinal) || partition.StartsWith("v:", StringComparison.Ordinal))
                {
                    people.Add(new PersonId(partition));
                }
            }
        }

        people.RemoveWhere(person => !snapshot.Contains(person));
        foreach (var person in people)
        {
            foreach (var store in stores)
            {
                await store.EraseAsync(person, cancellationToken);
            }

            await keys.DestroyAsync(person, cancellationToken);
        }

        return people.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(4200, LogLevel.Warning, "The stores are older than the journal of erasures: {Marks} marks were replayed and {People} people erased again. Was a backup restored?")]
        public static partial void Replayed(ILogger logger, int marks, int people);
    }
}
