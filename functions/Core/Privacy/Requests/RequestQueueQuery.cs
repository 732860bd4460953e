using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>What of the queue is asked for.</summary>
/// <param name="Statuses">In one of these.</param>
/// <param name="Right">For this right; <see langword="null"/>: for any.</param>
/// <param name="Regime">Under the regime of this id, as <c>gdpr</c>; <see langword="null"/>: under any.</param>
/// <param name="DueFrom">Due on this day or later; <see langword="null"/>: whenever.</param>
/// <param name="DueTo">Due on this day or earlier; <see langword="null"/>: whenever.</param>
/// <param name="LatestFirst">The least urgent first, instead of the most urgent.</param>
public sealed record RequestQueueQuery(
    IReadOnlyList<RequestStatus> Statuses, PrivacyRight? Right = null, string? Regime = null, DateOnly? DueFrom = null, DateOnly? DueTo = null, bool LatestFirst = false)
{
    /// <summary>Whether a request is one of those.</summary>
    public bool Wants(DataSubjectRequestDocument request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (Right is null || request.Right == Right)
            && (Regime is null || request.Regime.StartsWith($"{RegimePolicy.Folder}/{Regime}@", StringComparison.Ordinal))
            && (DueFrom is null || request.AnswerDeadline?.DueDate >= DueFrom)
            && (DueTo is null || request.AnswerDeadline?.DueDate <= DueTo);
    }
}
