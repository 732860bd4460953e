using System.Runtime.CompilerServices;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Statistics;

/// <summary>Reads a data set: person by person, each only with a grant for analytics. Whoever has not agreed, has withdrawn, or asked for restriction is not in it.</summary>
public sealed class StatisticsReader(IDocumentStore documents, IConsentGate gate)
{
    /// <summary>The rows of everybody who has agreed; people without rows are left out.</summary>
    public async IAsyncEnumerable<IReadOnlyList<StatisticsRow>> ReadAsync(IStatisticsSource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        await foreach (var partition in documents.PartitionsAsync(source.Container, null, cancellationToken))
        {
            if ((await gate.AskAsync(new PersonId(partition), Purpose.Analytics, PrivacySignals.None, cancellationToken)).Grant is { } grant
                && await source.ReadAsync(grant, cancellationToken) is { Count: > 0 } rows)
            {
                yield return rows;
            }
        }
    }
}
