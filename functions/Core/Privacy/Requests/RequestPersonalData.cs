using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// The requests of a person. Erasing destroys the keys under which closed requests keep whom they concern, and their packages; the records stay and name nobody. The deletion that is being carried out
/// forgets whom it concerns when it closes.
/// </summary>
internal sealed class RequestPersonalData(RequestStore requests, RequestKeys keys, RequestSubjects subjects, SubjectHashes hashes, IObjectStore objects) : IPersonalDataStore
{
    public PersonalDataDescription Description { get; } = new(
        DataSubjectRequestDocument.Container, "What you asked us to do with your data, and what was done.", ["identifiers"], [Purpose.Service])
    {
        Containers =
        [
            DataSubjectRequestDocument.Container, RequestStore.QueueContainer, RequestStore.SubjectContainer, RequestKeys.Container, Holds.LegalHold.Container, Holds.LegalHolds.SubjectContainer,
        ],
        Retention = "24 months after a request was answered; whom it concerned only until your data is erased.",
    };

    public async IAsyncEnumerable<JsonObject> ExportAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var request in requests.OfSubjectAsync(await hashes.OfAsync(person, cancellationToken), cancellationToken))
        {
            var subject = await subjects.OpenAsync(request, cancellationToken);
            yield return new JsonObject
            {
                ["requestId"] = request.Id.ToString(),
                ["right"] = JsonSerializer.SerializeToNode(request.Right, PlatformJson.Options),
                ["status"] = JsonSerializer.SerializeToNode(request.Status, PlatformJson.Options),
                ["receivedAt"] = JsonSerializer.SerializeToNode(request.ReceivedAt, PlatformJson.Options),
                ["asked"] = subject is null ? null : JsonSerializer.SerializeToNode(subject, PlatformJson.Options),
                ["timeline"] = JsonSerializer.SerializeToNode(request.Timeline, PlatformJson.Options),
            };
        }
    }

    public async Task<int> EraseAsync(PersonId person, CancellationToken cancellationToken)
    {
        var erased = 0;
        await foreach (var request in ClosedAsync(person, cancellationToken))
        {
            await keys.DestroyAsync(request.Id, cancellationToken);
            await objects.DeletePrefixAsync($"{RequestPackages.Prefix}{request.Id:N}/", cancellationToken);
            await objects.DeletePrefixAsync(RequestProgress.ExportPrefix(request.Id), cancellationToken);
            erased++;
        }

        return erased;
    }

    public async Task<int> CountAsync(PersonId person, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in ClosedAsync(person, cancellationToken))
        {
            count++;
        }

        return count;
    }

    // Those that still know whom they concern. A deletion that was carried out forgets it itself: it needs to know it until the last hold is released.
    private async IAsyncEnumerable<DataSubjectRequestDocument> ClosedAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var request in requests.OfSubjectAsync(await hashes.OfAsync(person, cancellationToken), cancellationToken))
        {
            if (request.Status.IsClosed() && request is not { Right: Regimes.PrivacyRight.Deletion, Status: RequestStatus.Completed } && await keys.FindAsync(request.Id, cancellationToken) is not null)
            {
                yield return request;
            }
        }
    }
}
