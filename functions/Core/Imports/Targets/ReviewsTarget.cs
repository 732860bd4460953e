using RetailServerless.Core.Catalog;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Product reviews: one row a review.</summary>
public sealed class ReviewsTarget(IDocumentStore documents) : IImportTarget
{
    private static readonly RowField Id = new("id", "reviewId");
    private static readonly RowField Customer = new("customerId", "customer", "userId", "reviewerId") { IsRequired = true };
    private static readonly RowField SkuField = new("sku", "productId", "asin", "itemId", "parentAsin") { IsRequired = true };
    private static readonly RowField Rating = new("rating", "stars", "score", "overall") { IsRequired = true };
    private static readonly RowField Title = new("title", "headline", "summary");
    private static readonly RowField Text = new("text", "body", "reviewText", "comment", "content");
    private static readonly RowField At = new("at", "createdAt", "date", "reviewDate", "timestamp", "submittedAt");

    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.Reviews;

    /// <inheritdoc/>
    public RowSchema Schema { get; } = Fields;

    private static RowSchema Fields { get; } = new(Id, Customer, SkuField, Rating, Title, Text, At);

    /// <inheritdoc/>
    public ImportSession Begin(ImportRecord import) => new Session(documents);

    private sealed class Session(IDocumentStore documents) : DocumentSession<Review>(documents, Review.Container)
    {
        protected override DocumentWrite<Review> Map(ImportRow row)
        {
            var customer = Fields.Customer(Customer);
            var sku = Fields.Id(SkuField, 128);
            var rating = Fields.Number(Rating, 1, 5);
            if (rating is null)
            {
                Fields.Fail(Rating, "The rating is missing. Write a number from 1 to 5.");
            }

            var review = new Review
            {
                Id = Fields.OptionalId(Id, 128) ?? "sku:" + sku,
                Customer = customer,
                Sku = new Sku(sku),
                Rating = rating ?? 0,
                Title = Fields.Line(Title, 300),
                Text = Fields.Lines(Text, 10_000),
                At = Fields.Instant(At),
            };
            return new DocumentWrite<Review>(PersonId.Of(customer).Value, review.Id, review);
        }
    }
}
