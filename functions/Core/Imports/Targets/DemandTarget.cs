using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Imports.Values;
using RetailServerless.Core.Inventory;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Demand: one row an article and day. A file sorted by article is fastest; any order is taken.</summary>
public sealed class DemandTarget(DemandStore demand) : IImportTarget
{
    private static readonly RowField SkuField = new("sku", "id", "productId", "uniqueId", "stockCode", "itemId") { IsRequired = true };
    private static readonly RowField Day = new("date", "day", "ds", "at") { IsRequired = true };
    private static readonly RowField Units = new("units", "quantity", "demand", "sales", "y", "sold") { IsRequired = true };
    private static readonly RowField StockOut = new("stockOut", "outOfStock", "isStockOut");
    private static readonly RowField Promotion = new("promotion", "promo", "onPromotion", "isPromotion");
    private static readonly RowField Price = new("price", "unitPrice");

    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.Demand;

    /// <inheritdoc/>
    public RowSchema Schema { get; } = Fields;

    private static RowSchema Fields { get; } = new(SkuField, Day, Units, StockOut, Promotion, Price);

    /// <inheritdoc/>
    public ImportSession Begin(ImportRecord import) => new Session(import.Parameters.Currency, demand);

    private sealed class Session(string currency, DemandStore demand) : ImportSession
    {
        private const int MaxYears = 8192;
        private const int MaxDays = 250_000;
        private readonly RowFields _fields = new();
        private readonly Dictionary<(string Sku, int Year), DemandYearBuilder> _years = [];
        private DemandYearBuilder? _last;
        private (string Text, DateOnly Day) _lastDay = ("", default);
        private (string Text, Money? Price) _lastPrice = ("", null);
        private int _days;

        public override bool IsBatchReady => _years.Count >= MaxYears || _days >= MaxDays;

        public override RowError? Read(ImportRow row)
        {
            _fields.Begin(row);
            if (_fields.Error is not null)
            {
                return _fields.Error;
            }

            var sku = _fields.Id(SkuField, 128);
            var day = DayOf();
            var units = _fields.Number(Units, 0, 1e9);
            if (units is null)
            {
                _fields.Fail(Units, "The units are missing. Write how many were wanted on the day, 0 when none.");
            }

            var stockOut = _fields.Flag(StockOut);
            var promotion = _fields.Flag(Promotion);
            var price = PriceOf();
            if (_fields.Error is null && YearOf(sku, day.Year, price) is { } year && _fields.Error is null && !year.TryAdd(day.DayOfYear, units!.Value, stockOut, promotion, price))
            {
                _fields.Fail(Day, "This day of this article stands in the file already. Only its first row was taken; add the units up.");
            }

            _days += _fields.Error is null ? 1 : 0;
            return _fields.Error;
        }

        public override async Task<BatchResult> WriteBatchAsync(CancellationToken cancellationToken)
        {
            var result = await demand.WriteAsync(_years.Values.Where(y => y.HasDays).ToArray(), cancellationToken);
            DropBatch();
            return new BatchResult(result.Changed, result.Unchanged);
        }

        public override void DropBatch()
        {
            _years.Clear();
            _last = null;
            _days = 0;
        }

        private DemandYearBuilder YearOf(string sku, int year, Money? price)
        {
            if (_last is null || _last.Year != year || !string.Equals(_last.Sku.Value, sku, StringComparison.Ordinal))
            {
                if (!_years.TryGetValue((sku, year), out _last))
                {
                    _years.Add((sku, year), _last = new DemandYearBuilder(new Sku(sku), year));
                }
            }

            if (price is { } paid && _last.Currency is { } known && !string.Equals(paid.Currency, known, StringComparison.Ordinal))
            {
                _fields.Fail(Price, "The price has another currency than the days before it. Write all prices of an article in one currency.");
            }

            return _last;
        }

        /// <summary>Neighbours often share the day or the price: what was read last is remembered.</summary>
        private DateOnly DayOf()
        {
            var text = _fields.Raw(Day).Text;
            if (text is not null && string.Equals(text, _lastDay.Text, StringComparison.Ordinal))
            {
                return _lastDay.Day;
            }

            if (_fields.Day(Day) is not { } day)
            {
                _fields.Fail(Day, $"The date is missing. {DateText.Advice}");
                return default;
            }

            _lastDay = (text!, day);
            return day;
        }

        private Money? PriceOf()
        {
            var text = _fields.Raw(Price).Text;
            if (text is null || !string.Equals(text, _lastPrice.Text, StringComparison.Ordinal))
            {
                _lastPrice = (text ?? "", _fields.Money(Price, currency));
            }

            return _lastPrice.Price;
        }
    }
}
