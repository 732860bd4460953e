using System.Collections.Concurrent;
using Lucene.Net.Index;
using Lucene.Net.Store;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search.Matching;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>
/// One generation of the index of one version, open for reading. Those who search hold it; it closes when the last lets go, though another has long taken its place. Document numbers are the same in
/// every generation of a version, because stock updates never merge segments.
/// </summary>
internal sealed class CatalogIndex
{
    private readonly SharedFiles _files;
    private readonly DirectoryReader _reader;
    private readonly ConcurrentBag<PostingsReaders> _readers = [];
    private int[]? _titleOrder;
    private int _holders = 1;

    private CatalogIndex(CatalogVersion version, SharedFiles files, DirectoryReader reader, CatalogIndex? before)
    {
        Version = version;
        _files = files;
        _reader = reader;
        Segments = [.. reader.Leaves.Select((leaf, i) => SegmentText.Read(leaf, before?.Segments[i].Norms))];
        Columns = before?.Columns ?? ColumnReader.ReadCatalog(reader);
        Prices = before?.Prices ?? new PriceColumn(Columns);
        Terms = before?.Terms ?? new TermDictionary();
        Stock = ColumnReader.ReadStock(reader);
        LengthFactors = before?.LengthFactors ?? [.. LexicalRanker.Model.Fields.Select(field => Factors(field, Average(reader, field.Name)))];
        _titleOrder = before?._titleOrder;
    }

    public CatalogVersion Version { get; }

    public IReadOnlyList<SegmentText> Segments { get; }

    public CatalogColumns Columns { get; }

    public StockColumns Stock { get; }

    public PriceColumn Prices { get; }

    public TermDictionary Terms { get; }

    /// <summary>By text field and norm, what an occurrence adds to a term's weighted frequency.</summary>
    public float[][] LengthFactors { get; }

    public Vocabulary Words => _files.Words;

    public IndexReader Reader => _reader;

    /// <summary>Rank of each document by title; equal titles have equal ranks.</summary>
    public int[] TitleOrder => LazyInitializer.EnsureInitialized(ref _titleOrder, () => ReadTitleOrder(_reader));

    /// <summary>Opens the index in a folder.</summary>
    public static CatalogIndex Open(CatalogVersion version, string folder)
    {
        var files = new SharedFiles(folder);
        try
        {
            return new CatalogIndex(version, files, DirectoryReader.Open(files.Directory), null);
        }
        catch
        {
            files.Release();
            throw;
        }
    }

    /// <summary>The newest generation when it is not this one, else <see langword="null"/>.</summary>
    public CatalogIndex? OpenIfChanged()
    {
        if (DirectoryReader.OpenIfChanged(_reader) is not { } reader)
        {
            return null;
        }

        _files.Hold();
        return new CatalogIndex(Version, _files, reader, this);
    }

    /// <summary>Product of a document, with the stock of this generation.</summary>
    public Product Read(int document)
    {
        var product = _files.Products.Read(Columns.StoredAt[document]);
        return product with { Availability = (Availability)Stock.Availability[document], StockLevel = IndexNumbers.ToCount(Stock.Quantity[document]) };
    }

    /// <summary>Readers for one search; to be returned after it.</summary>
    public PostingsReaders RentReaders() => _readers.TryTake(out var readers) ? readers : new PostingsReaders(Segments);

    public void Return(PostingsReaders readers) => _readers.Add(readers);

    /// <summary>Sets stock, durably; the next generation has it. A level that is not newer than the known one, or of an unknown article, is ignored.</summary>
    public void WriteStock(IReadOnlyList<StockLevel> levels) => StockWriter.Write(this, levels, _files.Directory);

    /// <summary>Holds the index open. <see langword="false"/> when it is closed already.</summary>
    public bool TryHold()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0; holders = Volatile.Read(ref _holders))
        {
            if (Interlocked.CompareExchange(ref _holders, holders + 1, holders) == holders)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets go of the index.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _reader.Dispose();
            _files.Release();
        }
    }

    private static float[] Factors(Bm25FField field, double average) =>
        [.. Enumerable.Range(0, byte.MaxValue + 1).Select(norm => (float)Bm25F.Factor(field, FieldLengthSimilarity.Length((byte)norm), average))];

    private static double Average(DirectoryReader reader, string field) =>
        MultiFields.GetTerms(reader, field) is { DocCount: > 0 } terms ? (double)terms.SumTotalTermFreq / terms.DocCount : 1;

    private static int[] ReadTitleOrder(DirectoryReader reader)
    {
        var order = new int[reader.MaxDoc];
        if (MultiDocValues.GetSortedValues(reader, IndexFields.TitleOrder) is { } titles)
        {
            for (var document = 0; document < order.Length; document++)
            {
                order[document] = titles.GetOrd(document);
            }
        }

        return order;
    }

    private sealed class SharedFiles(string folder)
    {
        private int _holders = 1;

        public MMapDirectory Directory { get; } = new(folder);

        public ProductFile Products { get; } = new(folder);

        public Vocabulary Words { get; } = Vocabulary.Read(folder);

        public void Hold() => Interlocked.Increment(ref _holders);

        public void Release()
        {
            if (Interlocked.Decrement(ref _holders) == 0)
            {
                Products.Dispose();
                Directory.Dispose();
            }
        }
    }
}
