using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Where processors reach this shop.</summary>
/// <param name="Callback">The URL of the callback of a processor by its name; <see langword="null"/>: they cannot call back.</param>
public sealed record ProcessorCallbacks(Func<string, string?> Callback);

/// <summary>Tells processors of requests, and keeps what they answer with its proof (GDPR Art. 19; Civ. Code 1798.105(c)(1)).</summary>
public sealed class ProcessorNotices(
    RequestStore requests, RequestSubjects subjects, IEnumerable<Processor> processors, IProcessorGateway gateway, ProcessorCallbacks callbacks, TimeProvider time)
{
    /// <summary>The processors that must act on a right.</summary>
    public IReadOnlyList<string> Of(PrivacyRight right) => right.ConcernsProcessors() ? [.. processors.Select(p => p.Name)] : [];

    /// <summary>A processor by its name.</summary>
    public Processor? Find(string name) => processors.FirstOrDefault(p => p.Name == name);

    /// <summary>Tells one processor. Throws when it cannot be reached; then it is told again.</summary>
    public async Task TellAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        var request = await requests.LoadAsync(id, cancellationToken);
        if (Find(name) is not { } processor || request.Processors.Any(p => p.Name == name && p.ToldAt is not null) || await subjects.OpenAsync(request, cancellationToken) is not { } subject)
        {
            return;
        }

        await SetAsync(id, name, p => p with { Attempts = p.Attempts + 1 }, null, cancellationToken);
        var answer = await gateway.TellAsync(
            processor,
            new ProcessorRequest
            {
                RequestId = id,
                Exercise = ExerciseOf(request.Right),
                Regime = request.Regime[(RegimePolicy.Folder.Length + 1)..request.Regime.IndexOf('@', StringComparison.Ordinal)],
                ReceivedAt = request.ReceivedAt,
                ExpectedBy = request.AnswerDeadline?.DueDate,
                StatusCallback = callbacks.Callback(name),
                CustomerId = subject.Person.Customer?.Value ?? subject.Person.Value,
            },
            cancellationToken);
        var now = time.GetUtcNow();
        await SetAsync(id, name, p => p with { ToldAt = now, Status = p.Status ?? "open" }, RequestEventKind.ProcessorTold, cancellationToken);
        if (answer is { } at)
        {
            await AnswerAsync(name, at.Status, at.Proof, cancellationToken);
        }
    }

    /// <summary>A processor could not be told after many tries.</summary>
    public Task GiveUpAsync(Guid id, string name, CancellationToken cancellationToken) =>
        SetAsync(id, name, p => p.IsOver ? p : p with { Status = "expired" }, RequestEventKind.Escalated, cancellationToken);

    /// <summary>Keeps what a processor answered. That the answer is genuine has been checked.</summary>
    public async Task<Result<DataSubjectRequestDocument>> AnswerAsync(string name, ProcessorStatus status, string proof, CancellationToken cancellationToken)
    {
        if (!ProcessorStatus.Known.Contains(status.Status, StringComparer.Ordinal))
        {
            return new Failure(FailureKind.Invalid, "unknown-status", $"The status is one of {string.Join(", ", ProcessorStatus.Known)}.");
        }

        if (await requests.FindAsync(status.RequestId, cancellationToken) is not { } found || found.Value.Processors.All(p => p.Name != name))
        {
            return RequestFailures.Unknown;
        }

        var now = time.GetUtcNow();
        return await SetAsync(
            status.RequestId, name, p => p.IsOver ? p : p with { Status = status.Status, AnsweredAt = now, Proof = proof }, RequestEventKind.ProcessorAnswered, cancellationToken);
    }

    private static string ExerciseOf(PrivacyRight right) => right switch
    {
        PrivacyRight.Deletion => "deletion",
        PrivacyRight.OptOutOfSaleOrSharing => "sale:opt-out",
        PrivacyRight.LimitUseOfSensitiveData => "limit",
        PrivacyRight.Correction => "correction",
        PrivacyRight.Restriction => "restriction",
        _ => throw new ArgumentOutOfRangeException(nameof(right), right, null),
    };

    private Task<DataSubjectRequestDocument> SetAsync(Guid id, string name, Func<ProcessorNotice, ProcessorNotice> change, RequestEventKind? kind, CancellationToken cancellationToken) =>
        requests.ChangeAsync(
            id,
            r =>
            {
                var before = r.Processors.FirstOrDefault(p => p.Name == name) ?? new ProcessorNotice(name);
                var after = change(before);
                if (after == before && r.Processors.Contains(before))
                {
                    return null;
                }

                var changed = r with { Processors = [.. r.Processors.Where(p => p.Name != name), after] };
                return kind is { } told ? changed.With(told, time.GetUtcNow(), "system", after.Status is null ? name : $"{name}:{after.Status}") : changed;
            },
            cancellationToken);
}
