using System.Globalization;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Inventory;

/// <summary>Keeps demand: a partition is an article, a document a year. Not personal.</summary>
public sealed class DemandStore(IDocumentStore documents)
{
    private const string Container = "demand";

    /// <summary>The articles of which demand is known, in ordinal order.</summary>
    public async IAsyncEnumerable<Sku> SkusAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var sku in documents.PartitionsAsync(Container, null, cancellationToken))
        {
            yield return new Sku(sku);
        }
    }

    /// <summary>The years of an article, oldest first.</summary>
    public async IAsyncEnumerable<DemandYear> ReadAsync(Sku sku, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var year in documents.QueryAsync<DemandYear>(Container, sku.Value, DocumentQuery.All, cancellationToken))
        {
            yield return year.Value;
        }
    }

    /// <summary>Writes days over those that are stored; other days stay.</summary>
    internal async Task<BulkWriteResult> WriteAsync(IReadOnlyCollection<DemandYearBuilder> years, CancellationToken cancellationToken)
    {
        var writes = new List<DocumentWrite<DemandYear>>(years.Count);
        foreach (var year in years)
        {
            var id = year.Year.ToString("0000", CultureInfo.InvariantCulture);
            if (await documents.GetAsync<DemandYear>(new DocumentKey(Container, year.Sku.Value, id), cancellationToken) is { } stored)
            {
                year.FillFrom(stored.Value);
            }

            writes.Add(new DocumentWrite<DemandYear>(year.Sku.Value, id, year.Build()));
        }

        return await documents.UpsertManyAsync(Container, writes, cancellationToken);
    }
}
