using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Lets the right of a request act, for those that need neither package nor erasure.</summary>
public sealed class RequestApplication(RequestStore requests, RequestSubjects subjects, RightsInEffect rights, TimeProvider time)
{
    /// <summary>Lets it act. Idempotent.</summary>
    public async Task ApplyAsync(Guid id, CancellationToken cancellationToken)
    {
        var request = await requests.LoadAsync(id, cancellationToken);
        if (request.Status != RequestStatus.Executing || await subjects.OpenAsync(request, cancellationToken) is not { } subject)
        {
            return;
        }

        string? reference = null;
        string? refused;
        if (request.Right == PrivacyRight.ContestOfAutomatedDecision)
        {
            refused = (await rights.ContestAsync(subject, "shopper", cancellationToken)).TryGet(out var review, out var failure) ? null : failure.Code;
            reference = review?.ReviewId.ToString();
        }
        else
        {
            refused = (await rights.ApplyAsync(request.Right, subject, "system", cancellationToken))?.Code;
        }

        var now = time.GetUtcNow();
        await requests.ChangeAsync(
            id,
            r => r.Timeline.Any(line => line.Kind == RequestEventKind.Applied) ? null : (r with { Reference = reference }).With(RequestEventKind.Applied, now, "system", refused),
            cancellationToken);
    }
}
