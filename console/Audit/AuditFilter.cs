using System.Globalization;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Audit;

/// <summary>Which entries of the log to show. All but the person stands in the page's address, so that it can be shared; the number of a person is kept out of addresses and histories.</summary>
public sealed record AuditFilter
{
    private const string Minute = "yyyy-MM-dd'T'HH:mm";

    /// <summary>A kind, or the first part of kinds.</summary>
    public string? Kind { get; init; }

    /// <summary>The role of who acted.</summary>
    public string? Role { get; init; }

    /// <summary>From this minute on, UTC.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Before this minute, UTC.</summary>
    public DateTime? Before { get; init; }

    /// <summary>A model, with its version or without.</summary>
    public string? Model { get; init; }

    /// <summary>A policy, with its version or without.</summary>
    public string? Policy { get; init; }

    /// <summary>The id of a decision.</summary>
    public string? Decision { get; init; }

    /// <summary>The id of the staff member who acted.</summary>
    public string? Actor { get; init; }

    /// <summary>The number of the customer concerned.</summary>
    public string? Customer { get; init; }

    /// <summary>Oldest first; else newest first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Whether it leaves anything out.</summary>
    public bool IsEmpty => this with { OldestFirst = false } == new AuditFilter();

    /// <summary>Whether one of the fields is set that are rarely asked for.</summary>
    public bool AsksForMore => (Model ?? Policy ?? Decision ?? Actor ?? Customer) is not null;

    /// <summary>The address of the list with this filter.</summary>
    public string ToUrl() => Query.Add(
        "audit",
        ("kind", Kind),
        ("role", Role),
        ("since", Since?.ToString(Minute, CultureInfo.InvariantCulture)),
        ("before", Before?.ToString(Minute, CultureInfo.InvariantCulture)),
        ("model", Model),
        ("policy", Policy),
        ("decision", Decision),
        ("actor", Actor),
        ("order", OldestFirst ? "oldest" : null));

    /// <summary>The filter as the platform takes it.</summary>
    public (string Name, string? Value)[] ToPlatform() =>
    [
        ("kind", Kind),
        ("role", Role),
        ("since", ToInstant(Since)),
        ("before", ToInstant(Before)),
        ("model", Model),
        ("policy", Policy),
        ("decision", Decision),
        ("actor", Actor),
        ("customerId", Customer),
        ("order", OldestFirst ? "oldest" : "newest"),
    ];

    /// <summary>A text without blanks around it; <see langword="null"/> when nothing is left.</summary>
    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>A minute as an address or a field of the browser writes it; <see langword="null"/> when it is none.</summary>
    public static DateTime? ToMinute(string? text) =>
        DateTime.TryParseExact(text, [Minute, "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute) ? minute : null;

    private static string? ToInstant(DateTime? minute) => minute is { } m ? m.ToString(Minute, CultureInfo.InvariantCulture) + ":00Z" : null;
}
