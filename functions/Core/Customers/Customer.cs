using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Customers;

/// <summary>What the shop knows about a customer by their own word. Personal data.</summary>
[PersonalData(Container = Container)]
public sealed record Customer
{
    /// <summary>The container; a partition is a person.</summary>
    public const string Container = "customers";

    /// <summary>The one document of a partition.</summary>
    public const string DocumentId = "profile";

    /// <summary>The shop's number.</summary>
    public required CustomerId Id { get; init; }

    /// <summary>The whole name.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The telephone number, as the shop has it.</summary>
    public string? Phone { get; init; }

    /// <summary>Street and number.</summary>
    public string? Address { get; init; }

    /// <summary>Town.</summary>
    public string? City { get; init; }

    /// <summary>Postal code.</summary>
    public string? PostalCode { get; init; }

    /// <summary>State or region.</summary>
    public string? Region { get; init; }

    /// <summary>Country.</summary>
    public string? Country { get; init; }

    /// <summary>Language, as <c>en-GB</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Gender, as the customer gave it.</summary>
    public string? Gender { get; init; }

    /// <summary>Age group, as <c>25-34</c>.</summary>
    public string? AgeBand { get; init; }

    /// <summary>Since when a customer, UTC.</summary>
    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>Whatever else the shop's file said, by lower-case name.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
