using System.IO.Hashing;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Lucene.Net.Index;
using Lucene.Net.Store;
using RetailServerless.Core.Catalog;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>Writes the index of a stream of products into an empty folder, on all processors, in constant memory but for the words and 16 bytes a product.</summary>
internal sealed class IndexBuilder(string folder)
{
    private const double BufferMegabytes = 96;
    private const int QueueLength = 1000;

    public async Task<int> BuildAsync(IAsyncEnumerable<Product> products, CancellationToken cancellationToken)
    {
        using var directory = new MMapDirectory(folder);
        using var writer = new IndexWriter(directory, Configuration());
        using var file = new ProductFileWriter(folder);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queue = Channel.CreateBounded<Product>(new BoundedChannelOptions(QueueLength) { SingleWriter = true });
        var workers = Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, 8))
            .Select(_ => Task.Run(() => IndexAsync(queue.Reader, writer, file, stop), stop.Token))
            .ToArray();
        try
        {
            await FeedAsync(products, queue.Writer, stop.Token);
        }
        catch (Exception failure)
        {
            queue.Writer.TryComplete(failure);
            await stop.CancelAsync();
            var all = Task.WhenAll(workers);
            await ((Task)all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            writer.Rollback();

            // A worker that failed stopped the feed: its exception is the cause.
            if (failure is OperationCanceledException && all.Exception is { } cause)
            {
                ExceptionDispatchInfo.Throw(cause.InnerExceptions[0]);
            }

            throw;
        }

        Vocabulary.Write(folder, await Task.WhenAll(workers));
        file.Flush();
        writer.Commit();
        return writer.NumDocs;
    }

    private static async Task FeedAsync(IAsyncEnumerable<Product> products, ChannelWriter<Product> queue, CancellationToken cancellationToken)
    {
        var seen = new HashSet<UInt128>();
        await foreach (var product in products.WithCancellation(cancellationToken))
        {
            if (seen.Add(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(product.Sku.Value.AsSpan()))))
            {
                await queue.WriteAsync(product, cancellationToken);
            }
        }

        queue.Complete();
    }

    private static async Task<Dictionary<string, int>> IndexAsync(ChannelReader<Product> queue, IndexWriter writer, ProductFileWriter file, CancellationTokenSource stop)
    {
        try
        {
            var document = new ProductDocument();
            while (await queue.WaitToReadAsync(stop.Token))
            {
                while (queue.TryRead(out var product))
                {
                    writer.AddDocument(document.Fill(product, file));
                }
            }

            return document.WordCounts;
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private static IndexWriterConfig Configuration() => new(IndexFields.Version, analyzer: null)
    {
        OpenMode = OpenMode.CREATE,
        Similarity = new FieldLengthSimilarity(),
        RAMBufferSizeMB = BufferMegabytes,
        UseCompoundFile = false,
    };
}
