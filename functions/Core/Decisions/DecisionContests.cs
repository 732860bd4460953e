using System.Text;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Decisions;

/// <summary>Opens human reviews of decisions that people contest: one for each decision.</summary>
public sealed class DecisionContests(IDocumentStore documents, IPersonKeys keys, IAuditLog audit, TimeProvider clock)
{
    /// <summary>The longest reason that is kept, in characters.</summary>
    public const int MaxReasonLength = 2_000;

    private const string Use = "decision-contest";

    /// <summary>Opens the review of a decision, or gives the one that is open; durable, with its audit entry, when it returns.</summary>
    /// <param name="record">The decision. That the caller acts for its person has been checked.</param>
    /// <param name="reason">What the person says; kept only sealed under their key.</param>
    /// <param name="actorRole">Role of the caller.</param>
    /// <param name="storefront">The storefront that acts; <see langword="null"/> when the person came in person.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<DecisionReview> OpenAsync(
        DecisionRecord record, string? reason, string actorRole, string? storefront, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var place = PlaceOf(record.Person, record.Id);
        var review = (await documents.GetAsync<ReviewDocument>(place, cancellationToken))?.Value;
        if (review is null)
        {
            var opened = await NewReviewAsync(record, reason, actorRole, storefront, cancellationToken);
            review = await documents.UpsertAsync(place, opened, WriteCondition.IfAbsent, cancellationToken) is not null
                ? opened
                : (await documents.GetAsync<ReviewDocument>(place, cancellationToken))!.Value;
        }

        await audit.AppendAsync(Entry(record, review), cancellationToken);
        return ToReview(review);
    }

    /// <summary>The review of a decision; <see langword="null"/> when nobody has contested it.</summary>
    public async Task<DecisionReview?> FindAsync(DecisionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return await documents.GetAsync<ReviewDocument>(PlaceOf(record.Person, record.Id), cancellationToken) is { } stored ? ToReview(stored.Value) : null;
    }

    internal static string? ReasonOf(ReviewDocument review, byte[] key) =>
        review.SealedReason is null ? null : Encoding.UTF8.GetString(PersonCipher.Open(key, Use, review.DecisionId.ToString(), review.SealedReason));

    private static DocumentKey PlaceOf(PersonId person, Guid decision) => new(ReviewDocument.Container, person.Value, decision.ToString());

    private static DecisionReview ToReview(ReviewDocument review) => new(review.ReviewId, review.DecisionId, review.Status, review.OpenedAt);

    private async Task<ReviewDocument> NewReviewAsync(
        DecisionRecord record, string? reason, string actorRole, string? storefront, CancellationToken cancellationToken)
    {
        var key = await keys.GetOrCreateAsync(record.Person, cancellationToken);
        var now = clock.GetUtcNow();
        return new ReviewDocument
        {
            ReviewId = Guid.CreateVersion7(now),
            DecisionId = record.Id,
            Status = ReviewStatus.Open,
            OpenedAt = now,
            ActorRole = actorRole,
            Storefront = storefront,
            SealedReason = string.IsNullOrWhiteSpace(reason) ? null : PersonCipher.Seal(key, Use, record.Id.ToString(), Encoding.UTF8.GetBytes(reason)),
            AuditEntryId = AuditEvent.NewEntryId(),
        };
    }

    private static AuditEvent Entry(DecisionRecord record, ReviewDocument review) => new()
    {
        EntryId = review.AuditEntryId,
        Kind = "decision.contested",
        ActorRole = review.ActorRole,
        Subject = record.Person,
        Body = new JsonObject
        {
            ["decisionId"] = review.DecisionId.ToString(),
            ["decisionKind"] = record.Kind,
            ["reviewId"] = review.ReviewId.ToString(),
            ["storefront"] = review.Storefront,
            ["gaveReason"] = review.SealedReason is not null,
        },
    };
}
