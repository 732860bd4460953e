using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Decisions;

/// <summary>The reviews that a person asked for, with what they wrote.</summary>
internal sealed class ReviewPersonalData(IDocumentStore documents, IPersonKeys keys) : IPersonalDataStore
{
    public PersonalDataDescription Description { get; } = new(
        ReviewDocument.Container, "Decisions that the person contested, with what they wrote.", ["commercial information"], [Purpose.Service]);

    public async IAsyncEnumerable<JsonObject> ExportAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = await keys.FindAsync(person, cancellationToken);
        await foreach (var stored in ReviewsAsync(person, cancellationToken))
        {
            var review = stored.Value;
            yield return new JsonObject
            {
                ["reviewId"] = review.ReviewId.ToString(),
                ["decisionId"] = review.DecisionId.ToString(),
                ["status"] = review.Status.ToString().ToLowerInvariant(),
                ["openedAt"] = review.OpenedAt.UtcDateTime,
                ["reason"] = key is null ? null : DecisionContests.ReasonOf(review, key),
            };
        }
    }

    public Task<int> EraseAsync(PersonId person, CancellationToken cancellationToken) =>
        documents.DeletePartitionAsync(ReviewDocument.Container, person.Value, cancellationToken);

    public async Task<int> CountAsync(PersonId person, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in ReviewsAsync(person, cancellationToken))
        {
            count++;
        }

        return count;
    }

    private IAsyncEnumerable<StoredDocument<ReviewDocument>> ReviewsAsync(PersonId person, CancellationToken cancellationToken) =>
        documents.QueryAsync<ReviewDocument>(ReviewDocument.Container, person.Value, DocumentQuery.All, cancellationToken);
}
