using RetailServerless.Core.Catalog;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Customers;

/// <summary>What a customer wrote about a product. Personal data.</summary>
[PersonalData(Container = Container)]
public sealed record Review
{
    /// <summary>The container; a partition is a person.</summary>
    public const string Container = "reviews";

    /// <summary>The shop's number; without one, made of the article.</summary>
    public required string Id { get; init; }

    /// <summary>Who wrote it.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The article.</summary>
    public required Sku Sku { get; init; }

    /// <summary>1 to 5.</summary>
    public required double Rating { get; init; }

    /// <summary>Its title.</summary>
    public string? Title { get; init; }

    /// <summary>Its text.</summary>
    public string? Text { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>Reads the reviews of a person.</summary>
public sealed class ReviewStore(IDocumentStore documents)
{
    /// <summary>What is kept.</summary>
    public static PersonalDataDescription Description { get; } = new(
        Review.Container, "Product reviews that the customer wrote.", ["identifiers", "commercial information"], [Purpose.Service, Purpose.Personalization]);

    /// <summary>The reviews of the person whom the grant names.</summary>
    /// <exception cref="InvalidOperationException">The grant is for neither service nor personalization: a defect of the calling code.</exception>
    public async IAsyncEnumerable<Review> ListAsync(Grant grant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        grant.Require(grant.Purpose == Purpose.Personalization ? Purpose.Personalization : Purpose.Service, grant.Person);
        await foreach (var review in documents.QueryAsync<Review>(Review.Container, grant.Person.Value, DocumentQuery.All, cancellationToken))
        {
            yield return review.Value;
        }
    }
}
