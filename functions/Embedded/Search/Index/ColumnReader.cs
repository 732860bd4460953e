using Lucene.Net.Index;
using Lucene.Net.Util;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>Reads doc values of all segments into columns.</summary>
internal static class ColumnReader
{
    public static CatalogColumns ReadCatalog(IndexReader reader)
    {
        var brands = new ValueTable();
        var categories = new CategoryTree();
        var attributes = new ValueTable();
        var (starts, ids) = ReadAttributes(reader, attributes);
        var names = new ValueTable();
        var nameOf = new int[attributes.Count];
        for (var id = 0; id < nameOf.Length; id++)
        {
            nameOf[id] = names.Add(attributes[id][..attributes[id].IndexOf(IndexFields.Separator, StringComparison.Ordinal)]);
        }

        return new CatalogColumns
        {
            Brand = ReadSorted(reader, IndexFields.BrandValue, brands.Add),
            Category = ReadSorted(reader, IndexFields.CategoryValue, categories.Add),
            AttributeStarts = starts,
            AttributeIds = ids,
            Price = ReadNumbers(reader, IndexFields.Price, value => value),
            Sales = ReadSales(reader),
            Rating = ReadNumbers(reader, IndexFields.Rating, value => (short)value),
            RatingCount = ReadNumbers(reader, IndexFields.RatingCount, value => (int)value),
            StoredAt = ReadNumbers(reader, IndexFields.StoredAt, value => value),
            Brands = brands,
            Categories = categories,
            Attributes = attributes,
            AttributeNames = names,
            AttributeNameOf = nameOf,
        };
    }

    public static StockColumns ReadStock(IndexReader reader) => new(
        ReadNumbers(reader, IndexFields.Availability, value => (byte)value),
        ReadNumbers(reader, IndexFields.Quantity, value => value),
        ReadNumbers(reader, IndexFields.StockAsOf, value => value));

    /// <summary>The norms of a text field, which are its lengths; <see langword="null"/> when no document of the segment has it.</summary>
    public static byte[]? ReadNorms(AtomicReader segment, string field)
    {
        if (segment.GetNormValues(field) is not { } norms)
        {
            return null;
        }

        var column = new byte[segment.MaxDoc];
        for (var document = 0; document < column.Length; document++)
        {
            column[document] = (byte)norms.Get(document);
        }

        return column;
    }

    private static T[] ReadNumbers<T>(IndexReader reader, string field, Func<long, T> convert)
    {
        var column = new T[reader.MaxDoc];
        foreach (var leaf in reader.Leaves)
        {
            if (leaf.AtomicReader.GetNumericDocValues(field) is not { } values)
            {
                continue;
            }

            var count = leaf.AtomicReader.MaxDoc;
            for (var document = 0; document < count; document++)
            {
                column[leaf.DocBase + document] = convert(values.Get(document));
            }
        }

        return column;
    }

    private static Dictionary<int, CatalogColumns.Sale> ReadSales(IndexReader reader)
    {
        var prices = ReadNumbers(reader, IndexFields.SalePrice, value => value);
        var starts = ReadNumbers(reader, IndexFields.SaleFrom, value => value);
        var ends = ReadNumbers(reader, IndexFields.SaleUntil, value => value);
        var sales = new Dictionary<int, CatalogColumns.Sale>();
        for (var document = 0; document < prices.Length; document++)
        {
            if (prices[document] > 0)
            {
                sales[document] = new CatalogColumns.Sale(prices[document], starts[document] == 0 ? long.MinValue : starts[document], ends[document] == 0 ? IndexNumbers.Never : ends[document]);
            }
        }

        return sales;
    }

    private static int[] ReadSorted(IndexReader reader, string field, Func<string, int> number)
    {
        var column = new int[reader.MaxDoc];
        var term = new BytesRef();
        foreach (var leaf in reader.Leaves)
        {
            if (leaf.AtomicReader.GetSortedDocValues(field) is not { } values)
            {
                continue;
            }

            var numbers = new int[values.ValueCount];
            for (var ord = 0; ord < numbers.Length; ord++)
            {
                values.LookupOrd(ord, term);
                numbers[ord] = number(term.Utf8ToString());
            }

            var count = leaf.AtomicReader.MaxDoc;
            for (var document = 0; document < count; document++)
            {
                column[leaf.DocBase + document] = values.GetOrd(document) is var ord and >= 0 ? numbers[ord] : 0;
            }
        }

        return column;
    }

    private static (int[] Starts, int[] Ids) ReadAttributes(IndexReader reader, ValueTable table)
    {
        var starts = new int[reader.MaxDoc + 1];
        var ids = new List<int>(reader.MaxDoc * 4);
        var term = new BytesRef();
        foreach (var leaf in reader.Leaves)
        {
            var values = leaf.AtomicReader.GetSortedSetDocValues(IndexFields.AttributeValue);
            var numbers = new int[values?.ValueCount ?? 0];
            for (var ord = 0; ord < numbers.Length; ord++)
            {
                values!.LookupOrd(ord, term);
                numbers[ord] = table.Add(term.Utf8ToString());
            }

            var count = leaf.AtomicReader.MaxDoc;
            for (var document = 0; document < count; document++)
            {
                starts[leaf.DocBase + document] = ids.Count;
                values?.SetDocument(document);
                for (var ord = values?.NextOrd() ?? SortedSetDocValues.NO_MORE_ORDS; ord != SortedSetDocValues.NO_MORE_ORDS; ord = values!.NextOrd())
                {
                    ids.Add(numbers[ord]);
                }
            }
        }

        starts[^1] = ids.Count;
        return (starts, ids.ToArray());
    }
}
