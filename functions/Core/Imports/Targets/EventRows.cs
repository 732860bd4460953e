using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.People;
using RetailServerless.Core.Personalization;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Turns rows into events of shoppers; the one judge of events, for files and for <c>POST /api/events</c>.</summary>
public sealed class EventRows(TimeProvider time)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    private static readonly RowField Id = new("id", "eventId");
    private static readonly RowField Type = new("type", "event", "eventType", "action") { IsRequired = true };
    private static readonly RowField Customer = new("customerId", "customer", "userId");
    private static readonly RowField Visitor = new("visitorId", "anonymousId");
    private static readonly RowField Session = new("sessionId", "session");
    private static readonly RowField At = new("at", "timestamp", "time", "eventTime", "occurredAt") { IsRequired = true };
    private static readonly RowField SkuField = new("sku", "productId", "itemId");
    private static readonly RowField Query = new("query", "searchTerm", "q");
    private static readonly RowField Quantity = new("quantity", "count");
    private static readonly RowField Position = new("position", "rank");
    private static readonly RowField List = new("list", "page", "source");

    private readonly RowFields _fields = new();

    /// <summary>The fields.</summary>
    public static RowSchema Schema { get; } = new(Id, Type, Customer, Visitor, Session, At, SkuField, Query, Quantity, Position, List);

    /// <summary>Reads an event.</summary>
    /// <param name="row">The row.</param>
    /// <param name="caller">Whose event it is when the row does not say it; <see langword="null"/>: the row must.</param>
    /// <param name="onlyCaller">Whether the row may name nobody else.</param>
    /// <returns>The event, or what is wrong.</returns>
    public (PersonEvent? Event, RowError? Error) Read(ImportRow row, PersonId? caller = null, bool onlyCaller = false)
    {
        _fields.Begin(row);
        if (_fields.Error is not null)
        {
            return (null, _fields.Error);
        }

        var person = PersonOf(caller, onlyCaller);
        var type = TypeOf();
        var at = _fields.RequiredInstant(At);
        if (at > time.GetUtcNow() + ClockSkew)
        {
            _fields.Fail(At, "The time lies in the future. Send the time at which it happened, in UTC.");
        }

        var sku = _fields.OptionalId(SkuField, 128);
        var query = _fields.Line(Query, 300);
        if (type == ShopperEventType.Search ? query is null : sku is null)
        {
            _fields.Fail(type == ShopperEventType.Search ? Query : SkuField, type == ShopperEventType.Search ? "A search needs its query." : "The event needs the sku of the product.");
        }

        var session = _fields.OptionalId(Session, 64) ?? "";
        var id = _fields.OptionalId(Id, 64);
        var quantity = _fields.Whole(Quantity, 0, 1_000_000);
        var position = _fields.Whole(Position, 0, 1_000_000);
        if (_fields.Error is not null)
        {
            return (null, _fields.Error);
        }

        var made = new ShopperEvent
        {
            Id = id ?? IdOf(type, at, session, sku ?? query!),
            Type = type,
            At = at,
            Sku = sku is null ? null : new Sku(sku),
            Query = query,
            Quantity = quantity,
            Position = position,
            List = _fields.Line(List, 64),
        };
        return (new PersonEvent(person, session, made), null);
    }

    private PersonId PersonOf(PersonId? caller, bool onlyCaller)
    {
        PersonId? named = _fields.OptionalCustomer(Customer) is { } customer ? PersonId.Of(customer) : null;
        if (named is null && _fields.OptionalId(Visitor, 64) is { } visitor)
        {
            if (!Guid.TryParse(visitor, out var number))
            {
                _fields.Fail(Visitor, "The visitorId is not a UUID. Send the number that the platform gave for the visitor.");
            }

            named = PersonId.OfVisitor(number);
        }

        if (onlyCaller && named is not null && named != caller)
        {
            _fields.Fail(Customer, "The event names somebody else. With a shopper's or visitor's own token only their own events can be sent.");
        }

        var person = named ?? caller;
        if (person is null)
        {
            _fields.Fail(Customer, "The event names nobody. Send customerId or visitorId.");
        }

        return person.GetValueOrDefault();
    }

    private ShopperEventType TypeOf()
    {
        var text = _fields.Raw(Type).Text;
        ShopperEventType? type = text is null ? null : RowSchema.Normalize(text) switch
        {
            "view" or "viewitem" or "productview" or "productviewed" or "detailpageview" or "pageview" => ShopperEventType.View,
            "search" or "searched" or "productsearched" => ShopperEventType.Search,
            "click" or "selectitem" or "productclicked" => ShopperEventType.Click,
            "impression" or "viewitemlist" => ShopperEventType.Impression,
            "addtocart" or "cart" or "productadded" => ShopperEventType.AddToCart,
            "removefromcart" or "productremoved" => ShopperEventType.RemoveFromCart,
            "addtowishlist" or "wishlist" => ShopperEventType.AddToWishlist,
            "purchase" or "buy" or "transaction" or "ordercompleted" or "purchasecomplete" => ShopperEventType.Purchase,
            _ => null,
        };
        if (type is null)
        {
            _fields.Fail(Type, "The type is unknown. Write view, search, click, impression, add-to-cart, remove-from-cart, add-to-wishlist or purchase.");
        }

        return type.GetValueOrDefault();
    }

    /// <summary>An event without a number gets one made of its content, so that sending it again is no second event.</summary>
    private static string IdOf(ShopperEventType type, DateTimeOffset at, string session, string what) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', type, at.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture), session, what))).AsSpan(0, 16));
}
