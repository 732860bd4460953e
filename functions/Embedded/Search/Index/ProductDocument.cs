using System.Buffers;
using System.Text;
using System.Text.Json;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Search.Analysis;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>The Lucene document of a product. One per thread, filled anew for each product.</summary>
internal sealed class ProductDocument
{
    private const int MaxTitleOrderBytes = 128;
    private const int MaxValueChars = 500;
    private const int MaxDescriptionChars = 20_000;

    private static readonly FieldType Words = new(TextField.TYPE_NOT_STORED) { IndexOptions = IndexOptions.DOCS_AND_FREQS_AND_POSITIONS };

    private readonly RetailTokenStream[] _streams = [.. IndexFields.Text.Select(name => new RetailTokenStream(dropStopWords: name == IndexFields.Description))];
    private readonly Field[] _text;
    private readonly StringField _sku = new(IndexFields.Sku, "", Field.Store.NO);
    private readonly NumericDocValuesField[] _numbers =
    [
        .. new[]
        {
            IndexFields.Price, IndexFields.SalePrice, IndexFields.SaleFrom, IndexFields.SaleUntil, IndexFields.Rating, IndexFields.RatingCount, IndexFields.StoredAt,
            IndexFields.Availability, IndexFields.Quantity, IndexFields.StockAsOf,
        }.Select(name => new NumericDocValuesField(name, 0)),
    ];

    private readonly SortedDocValuesField _brand = new(IndexFields.BrandValue, new BytesRef());
    private readonly SortedDocValuesField _category = new(IndexFields.CategoryValue, new BytesRef());
    private readonly SortedDocValuesField _titleOrder = new(IndexFields.TitleOrder, new BytesRef());
    private readonly List<IIndexableField> _document = [];
    private readonly StringBuilder _attributes = new();
    private readonly ArrayBufferWriter<byte> _json = new(4096);

    public ProductDocument() => _text = [.. IndexFields.Text.Select((name, i) => new Field(name, _streams[i], Words))];

    /// <summary>How often each word is in the short fields, over all products filled in.</summary>
    public Dictionary<string, int> WordCounts { get; } = new(StringComparer.Ordinal);

    /// <summary>The document of a product. Valid until the next call.</summary>
    public IEnumerable<IIndexableField> Fill(Product product, ProductFileWriter file)
    {
        _document.Clear();
        FillAttributes(product);
        FillText(0, product.Title);
        FillText(1, product.Brand ?? "");
        FillText(2, string.Join(" | ", product.CategoryPath));
        FillText(3, _attributes.ToString());
        FillText(4, product.Description.Length > MaxDescriptionChars ? product.Description[..MaxDescriptionChars] : product.Description);
        _sku.SetStringValue(product.Sku.Value);
        _document.Add(_sku);
        FillNumbers(product, Store(product, file));
        FillValues(product);
        return _document;
    }

    private void FillText(int field, string text)
    {
        var tokens = _streams[field].Tokens;
        Tokenizer.OfThread.Tokenize(text, tokens);
        if (tokens.Count == 0)
        {
            return;
        }

        _document.Add(_text[field]);
        if (IndexFields.Text[field] == IndexFields.Description)
        {
            return;
        }

        foreach (var token in tokens)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(WordCounts, token.Word.Surface, out _)++;
        }
    }

    private void FillAttributes(Product product)
    {
        _attributes.Clear();
        foreach (var (name, value) in product.Attributes)
        {
            _attributes.Append(value).Append(" | ");
            foreach (var part in AttributeValues.Split(value))
            {
                var text = string.Concat(name.ToLowerInvariant(), IndexFields.Separator.ToString(), Cut(part));
                _document.Add(new SortedSetDocValuesField(IndexFields.AttributeValue, new BytesRef(text)));
            }
        }
    }

    private long Store(Product product, ProductFileWriter file)
    {
        _json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_json, new JsonWriterOptions { SkipValidation = true, Encoder = PlatformJson.Options.Encoder }))
        {
            JsonSerializer.Serialize(writer, product, PlatformJson.Options);
        }

        return file.Append(_json.WrittenSpan);
    }

    private void FillNumbers(Product product, long storedAt)
    {
        ReadOnlySpan<long> values =
        [
            IndexNumbers.FromPrice(product.Price?.Amount), IndexNumbers.FromPrice(product.Sale?.Price.Amount), IndexNumbers.FromInstant(product.Sale?.From), IndexNumbers.FromInstant(product.Sale?.Until),
            IndexNumbers.FromRating(product.Rating), product.RatingCount, storedAt, (long)product.Availability, IndexNumbers.FromCount(product.StockLevel), 0,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            _numbers[i].SetInt64Value(values[i]);
            _document.Add(_numbers[i]);
        }
    }

    private void FillValues(Product product)
    {
        _brand.SetBytesValue(new BytesRef(Cut(product.Brand?.Trim() ?? "")));
        _category.SetBytesValue(new BytesRef(string.Join(IndexFields.Separator, product.CategoryPath.Select(Cut))));
        var order = new BytesRef(product.Title.ToLowerInvariant());
        order.Length = Math.Min(order.Length, MaxTitleOrderBytes);
        _titleOrder.SetBytesValue(order);
        _document.Add(_brand);
        _document.Add(_category);
        _document.Add(_titleOrder);
    }

    private static string Cut(string value) => value.Length > MaxValueChars ? value[..MaxValueChars] : value;
}
