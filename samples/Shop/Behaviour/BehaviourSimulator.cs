using System.Globalization;
using RetailServerless.Samples.Shop.Assortment;
using RetailServerless.Samples.Shop.Demand;
using RetailServerless.Samples.Shop.Shoppers;

namespace RetailServerless.Samples.Shop.Behaviour;

/// <summary>Visits, orders, returns, reviews and tickets of all shoppers, in the order of time.</summary>
internal sealed class BehaviourSimulator(
    IReadOnlyList<DemandSeries> demand,
    ProductChoice choice,
    PromotionCalendar promotions,
    ShopOptions options)
{
    private readonly Random _random = Draw.Stream(options.Seed, "behaviour");
    private readonly List<ShopEvent> _events = [];
    private readonly List<ShopOrder> _orders = [];
    private readonly List<ShopReview> _reviews = [];
    private readonly List<ShopTicket> _tickets = [];
    private int _sessions;

    public ShopHistory Simulate(IReadOnlyList<Shopper> shoppers)
    {
        foreach (var (at, shopper) in Visits(shoppers))
        {
            Visit(shopper, at);
        }

        return new ShopHistory(_events, _orders, _reviews, _tickets);
    }

    private List<(DateTimeOffset At, Shopper Shopper)> Visits(IReadOnlyList<Shopper> shoppers)
    {
        var visits = new List<(DateTimeOffset At, Shopper Shopper)>();
        foreach (var shopper in shoppers)
        {
            var days = options.Days - shopper.JoinedDay;
            var count = _random.Poisson(shopper.VisitsPerYear * days / 365.25);
            for (var i = 0; i < count; i++)
            {
                var hour = Math.Clamp(15 + (4.5 * _random.Normal()), 0, 23);
                visits.Add((options.At(shopper.JoinedDay + _random.Next(days), TimeSpan.FromSeconds(Math.Floor(hour * 3600))), shopper));
            }
        }

        visits.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Shopper.Index.CompareTo(b.Shopper.Index));
        return visits;
    }

    private void Visit(Shopper shopper, DateTimeOffset start)
    {
        var day = DateOnly.FromDateTime(start.UtcDateTime).DayNumber - options.Start.DayNumber;
        var session = $"S{++_sessions:0000000}";
        var at = start;
        var seen = choice.Look(_random, shopper, day, 1 + _random.Poisson(1.6));
        if (seen.Count == 0)
        {
            return;
        }

        if (_random.NextDouble() < 0.45)
        {
            var wanted = seen[0];
            Add(shopper, session, "search", at, null, $"{_random.Pick(wanted.Category.Adjectives)} {_random.Pick(wanted.Category.Nouns)}".ToLowerInvariant(), 0);
        }

        var cart = new List<ShopOrderLine>();
        foreach (var product in seen)
        {
            at = at.AddSeconds(20 + _random.Next(160));
            Add(shopper, session, "view", at, product, null, 0);
            var wants = 1 / (1 + Math.Exp(2.1 - (0.55 * choice.Utility(shopper, product))));
            if (!demand[product.Index].StockOut[day] && _random.NextDouble() < wants)
            {
                var quantity = product.Price < 25 ? 1 + _random.Poisson(0.4) : 1;
                Add(shopper, session, "addToCart", at.AddSeconds(8), product, null, quantity);
                cart.Add(new ShopOrderLine(product, quantity, PriceOn(product, day)));
            }
        }

        if (cart.Count > 0 && _random.NextDouble() < 0.72)
        {
            Buy(shopper, session, at.AddSeconds(90), day, cart);
        }
    }

    private void Buy(Shopper shopper, string session, DateTimeOffset at, int day, List<ShopOrderLine> cart)
    {
        foreach (var line in cart)
        {
            Add(shopper, session, "purchase", at, line.Product, null, line.Quantity);
            demand[line.Product.Index].Units[day] += line.Quantity;
        }

        var now = options.At(options.Days, TimeSpan.Zero);
        var shipped = at.AddHours(10 + _random.Next(40));
        var delivered = shipped.AddHours(30 + _random.Next(96));
        var cancelled = _random.NextDouble() < 0.02;
        var status = cancelled ? "cancelled" : delivered < now ? "delivered" : shipped < now ? "shipped" : "processing";
        var order = new ShopOrder
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"O-{100001 + _orders.Count}"),
            Shopper = shopper,
            PlacedAt = at,
            Lines = cart,
            Status = status,
            ShippedAt = status is "delivered" or "shipped" ? shipped : null,
            DeliveredAt = status == "delivered" ? delivered : null,
            ExpectedDelivery = status is "shipped" or "processing" ? DateOnly.FromDateTime(delivered.UtcDateTime) : null,
        };
        if (status == "delivered")
        {
            order = After(order, delivered, now);
        }

        _orders.Add(order);
    }

    private ShopOrder After(ShopOrder order, DateTimeOffset delivered, DateTimeOffset now)
    {
        var product = order.Lines[0].Product;
        var returned = _random.NextDouble() < 0.03 + (0.14 * (1 - product.Quality)) + (product.Category.Sizes is null ? 0 : 0.05);
        var at = delivered.AddHours(20 + _random.Next(300));
        if (at < now && _random.NextDouble() < 0.22)
        {
            _reviews.Add(ReviewWriter.Write(_random, $"R{_reviews.Count + 1:000000}", order, product, at));
        }

        if (at < now && _random.NextDouble() < (returned ? 0.5 : 0.05))
        {
            _tickets.Add(TicketWriter.Write(_random, $"T{_tickets.Count + 1:000000}", order, product, returned, at, now));
        }

        return returned && at < now ? order with { Status = "returned" } : order;
    }

    private decimal PriceOn(ShopProduct product, int day) =>
        promotions.IsOn(product, day) ? Math.Round(product.Price * (1 - PromotionCalendar.Reduction), 2) : product.Price;

    private void Add(Shopper shopper, string session, string type, DateTimeOffset at, ShopProduct? product, string? query, int quantity) =>
        _events.Add(new ShopEvent($"E{_events.Count + 1:0000000}", shopper, session, type, at, product, query, quantity));
}
