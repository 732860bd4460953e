using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Lets the right of a request act, for those that need neither package nor erasure.</summary>
public sealed class RequestApplication(RequestStore requests, RequestSubjects subjects, RequestVerifications verifications, RightsInEffect rights, TimeProvider time)
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
        Failure? refused;
        if (request.Right == PrivacyRight.ContestOfAutomatedDecision)
        {
            refused = (await rights.ContestAsync(subject, "shopper", cancellationToken)).TryGet(out var review, out var failure) ? null : failure;
            reference = review?.ReviewId.ToString();
        }
        else
        {
            refused = (await rights.ApplyAsync(request.Right, subject, "system", cancellationToken));
        }

        var now = time.GetUtcNow();
        var decision = refused is null ? null : new RequestDecision(false, now, "system", refused.Detail, await LawOfAsync(request, cancellationToken), DenialReason.OtherGrounds);
        await requests.ChangeAsync(
            id,
            r => r.Timeline.Any(line => line.Kind == RequestEventKind.Applied) ? null : (r with { Reference = reference, Decision = decision ?? r.Decision }).With(RequestEventKind.Applied, now, "system", refused?.Code),
            cancellationToken);
    }

    private async Task<string?> LawOfAsync(DataSubjectRequestDocument request, CancellationToken cancellationToken) =>
        (await verifications.RegimeOfAsync(request, cancellationToken)).TryGet(out var regime, out _) ? regime.Policy.Right(request.Right).Citation : null;
}
