using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Tells those to whom data was passed on that they must stop (GDPR Art. 19), and keeps what they answer with its proof.</summary>
public sealed class RevocationProcessors(
    RevocationStore revocations, IEnumerable<Processor> processors, IProcessorGateway gateway, ProcessorCallbacks callbacks, TimeProvider time)
{
    /// <summary>The names of those who are to be told.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(Guid id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is var (_, revocation) && ExercisesOf(revocation).Any() ? [.. processors.Select(p => p.Name)] : [];

    /// <summary>Tells one. Throws when it cannot be reached; then it is told again.</summary>
    public async Task TellAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        if (processors.FirstOrDefault(p => p.Name == name) is not { } processor || await FindAsync(id, cancellationToken) is not var (person, revocation)
            || revocation.Processors.Any(p => p.Name == name && p.ToldAt is not null))
        {
            return;
        }

        await SetAsync(person, id, name, p => p with { Attempts = p.Attempts + 1 }, cancellationToken);
        (ProcessorStatus Status, string Proof)? answer = null;
        foreach (var exercise in ExercisesOf(revocation))
        {
            var request = new ProcessorRequest
            {
                RequestId = id,
                Exercise = exercise,
                Regime = revocation.Policy[..revocation.Policy.IndexOf('@', StringComparison.Ordinal)],
                ReceivedAt = revocation.At,
                StatusCallback = callbacks.Callback(name),
                CustomerId = person.Customer?.Value ?? person.Value,
            };
            answer = await gateway.TellAsync(processor, request, cancellationToken);
        }

        var now = time.GetUtcNow();
        await SetAsync(person, id, name, p => p with { ToldAt = now, Status = p.Status ?? "open" }, cancellationToken);
        if (answer is { } at)
        {
            await AnswerAsync(name, at.Status, at.Proof, cancellationToken);
        }
    }

    /// <summary>One could not be told after many tries.</summary>
    public async Task GiveUpAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is var (person, _))
        {
            await SetAsync(person, id, name, p => p.IsOver ? p : p with { Status = "expired" }, cancellationToken);
        }
    }

    /// <summary>Keeps what a processor answered. That the answer is genuine has been checked.</summary>
    public async Task<Result<RevocationDocument>> AnswerAsync(string name, ProcessorStatus status, string proof, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (await FindAsync(status.RequestId, cancellationToken) is not var (person, revocation) || revocation.Processors.All(p => p.Name != name))
        {
            return RequestFailures.Unknown;
        }

        var now = time.GetUtcNow();
        return await SetAsync(person, status.RequestId, name, p => p.IsOver ? p : p with { Status = status.Status, AnsweredAt = now, Proof = proof }, cancellationToken) is { } answered
            ? answered
            : RequestFailures.Unknown;
    }

    private static IEnumerable<string> ExercisesOf(RevocationDocument revocation) => revocation.Purposes.SelectMany<Purpose, string>(p => p switch
    {
        Purpose.SaleOrShare => ["sale:opt-out"],
        Purpose.Sensitive => ["limit"],
        _ => [],
    });

    private async Task<(PersonId Person, RevocationDocument Revocation)?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await revocations.OwnerOfAsync(id, cancellationToken) is { } person && await revocations.FindAsync(person, id, cancellationToken) is { } revocation ? (person, revocation) : null;

    private Task<RevocationDocument?> SetAsync(PersonId person, Guid id, string name, Func<ProcessorNotice, ProcessorNotice> change, CancellationToken cancellationToken) =>
        revocations.ChangeAsync(
            person, id, r => r with { Processors = [.. r.Processors.Where(p => p.Name != name), change(r.Processors.FirstOrDefault(p => p.Name == name) ?? new ProcessorNotice(name))] }, cancellationToken);
}
