using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Models;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Trains a model from what people did. Whoever does it records from whom it learned (<see cref="LearnedModels.RecordAsync"/>), and can be asked to begin anew.</summary>
public interface ILearner
{
    /// <summary>The name of its model in the register of models.</summary>
    string Model { get; }

    /// <summary>Trains a version anew from what is kept now. Who was erased or no longer agrees is not in it any more. Idempotent.</summary>
    Task RetrainAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Removes a version and what it learned. Idempotent.</summary>
    Task RemoveAsync(string reference, CancellationToken cancellationToken);
}

/// <summary>What is due about a version that learned from somebody who was erased or no longer agrees.</summary>
/// <param name="Model">The version, as <c>recommender@3</c>.</param>
/// <param name="Action">What policy says of this model.</param>
/// <param name="DueBy">By when: the earliest of those that were asked for.</param>
/// <param name="ScheduledAt">Since when, UTC.</param>
/// <param name="LastAskedAt">When it was last asked for, UTC: work that began earlier does not count for it.</param>
/// <param name="AuditEntryId">The audit entry that tells that it is due.</param>
/// <param name="DoneAt">When it was done, UTC.</param>
public sealed record ScheduledRetraining(string Model, LearnedModelAction Action, DateOnly DueBy, DateTimeOffset ScheduledAt, DateTimeOffset LastAskedAt, string AuditEntryId, DateTimeOffset? DoneAt = null);

/// <summary>
/// Which versions of models learned from whom, and what is due about them. Container <c>learned-models</c>, partition the person; <c>model-retraining</c>, partition the version, names nobody.
/// </summary>
public sealed partial class LearnedModels(
    IDocumentStore documents,
    IAuditLog audit,
    IModelRegistry registry,
    IPolicyStore policies,
    SuppressionList suppressed,
    IEnumerable<ILearner> learners,
    TimeProvider time,
    ILogger<LearnedModels> logger) : ILearnedModels
{
    /// <summary>The container that leads from a person to versions.</summary>
    public const string Container = "learned-models";

    /// <summary>The container of what is due.</summary>
    public const string RetrainingContainer = "model-retraining";

    /// <summary>What is kept.</summary>
    public static PersonalDataDescription Description { get; } = new(Container, "Which versions of models learned from what you did.", ["inferences"], [Purpose.ModelTraining]);

    private const string DueId = "due";
    private const int BatchSize = 1_000;

    /// <summary>
    /// Records from whom a version learns; to be called before it reads what they did, so that an erasure meanwhile is seen. The version must be in the register of models. Who was erased is not recorded and may
    /// not be learned from.
    /// </summary>
    /// <returns>From whom it may learn.</returns>
    /// <exception cref="InvalidOperationException">It is not: a model that nobody registered may not learn from people.</exception>
    public async Task<IReadOnlyList<PersonId>> RecordAsync(string reference, IEnumerable<PersonId> people, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        if (!(await registry.ListAsync(cancellationToken)).Any(v => v.Reference == reference))
        {
            throw new InvalidOperationException($"The version '{reference}' is not in the register of models, so it may not learn from people.");
        }

        var gone = await suppressed.SnapshotAsync(cancellationToken);
        IReadOnlyList<PersonId> allowed = [.. people.Distinct().Where(p => !gone.Contains(p))];
        var at = time.GetUtcNow();
        foreach (var batch in allowed.Chunk(BatchSize))
        {
            await documents.UpsertManyAsync(Container, [.. batch.Select(p => new DocumentWrite<LearnedFrom>(p.Value, reference, new LearnedFrom(reference, at)))], cancellationToken);
        }

        // An erasure that began meanwhile puts the person on the list before it looks from whom was learned: whoever is not on it yet is found by it.
        var goneMeanwhile = await suppressed.SnapshotAsync(cancellationToken);
        foreach (var person in allowed.Where(goneMeanwhile.Contains))
        {
            await documents.DeleteAsync(new DocumentKey(Container, person.Value, reference), null, cancellationToken);
        }

        return [.. allowed.Where(p => !goneMeanwhile.Contains(p))];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ThatLearnedFromAsync(PersonId person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in documents.QueryAsync<LearnedFrom>(Container, person.Value, DocumentQuery.All, cancellationToken))
        {
            yield return line.Value.Model;
        }
    }

    /// <inheritdoc/>
    public async Task ScheduleRetrainingAsync(string model, DateOnly dueBy, CancellationToken cancellationToken)
    {
        var policy = (await policies.GetAsync<RequestPolicy>(RequestPolicy.Id, cancellationToken)).Value.Value;
        while (true)
        {
            var stored = await documents.GetAsync<ScheduledRetraining>(KeyOf(model), cancellationToken);
            var now = time.GetUtcNow();
            var open = stored?.Value is { DoneAt: null } known ? known : null;
            var (action, earliest) = (policy.ActionOf(model), open?.DueBy < dueBy ? open.DueBy : dueBy);
            var entry = open is not null && open.Action == action && open.DueBy == earliest ? open.AuditEntryId : AuditEvent.NewEntryId();
            var due = new ScheduledRetraining(model, action, earliest, open?.ScheduledAt ?? now, now, entry);
            if (await documents.UpsertAsync(KeyOf(model), due, stored is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(stored.ETag), cancellationToken) is null)
            {
                continue;
            }

            // The same entry id is one entry, so that a crash in between leaves none out.
            await AppendAsync("model.retraining-scheduled", due.AuditEntryId, due, cancellationToken);
            return;
        }
    }

    /// <summary>What is due, the most urgent first.</summary>
    public async Task<IReadOnlyList<ScheduledRetraining>> DueAsync(CancellationToken cancellationToken) => [.. (await StoredAsync(cancellationToken)).Select(d => d.Value)];

    /// <summary>
    /// Does what is due, each by whoever trains the model. What nobody can do, what breaks, and what was asked for again meanwhile stays due for the next night; none of it holds up the others.
    /// </summary>
    /// <returns>What was done.</returns>
    public async Task<IReadOnlyList<ScheduledRetraining>> CatchUpAsync(CancellationToken cancellationToken)
    {
        var done = new List<ScheduledRetraining>();
        foreach (var stored in await StoredAsync(cancellationToken))
        {
            if (learners.FirstOrDefault(l => stored.Value.Model.StartsWith(l.Model + "@", StringComparison.Ordinal)) is not { } learner)
            {
                Log.NobodyTrains(logger, stored.Value.Model, stored.Value.DueBy);
                continue;
            }

            try
            {
                if (await DoAsync(stored, learner, cancellationToken) is { } over)
                {
                    done.Add(over);
                }
            }
#pragma warning disable CA1031 // Whatever breaks, the others are still done; what broke stays due.
            catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.NotDone(logger, broken.GetType().Name, stored.Value.Model, stored.Value.DueBy);
            }
        }

        return done;
    }

    private async Task<ScheduledRetraining?> DoAsync(StoredDocument<ScheduledRetraining> stored, ILearner learner, CancellationToken cancellationToken)
    {
        var (due, began) = (stored.Value, time.GetUtcNow());
        await (due.Action == LearnedModelAction.Remove ? learner.RemoveAsync(due.Model, cancellationToken) : learner.RetrainAsync(due.Model, cancellationToken));
        await ForgetAsync(due.Model, began, cancellationToken);

        // Before it counts as done: after a crash it is done, and told, once more.
        await AppendAsync(due.Action == LearnedModelAction.Remove ? "model.removed" : "model.retrained", AuditEvent.NewEntryId(), due, cancellationToken);
        var over = due with { DoneAt = time.GetUtcNow() };
        return await documents.UpsertAsync(KeyOf(due.Model), over, WriteCondition.IfMatch(stored.ETag), cancellationToken) is null ? null : over;
    }

    private async Task<IReadOnlyList<StoredDocument<ScheduledRetraining>>> StoredAsync(CancellationToken cancellationToken)
    {
        var due = new List<StoredDocument<ScheduledRetraining>>();
        await foreach (var model in documents.PartitionsAsync(RetrainingContainer, null, cancellationToken))
        {
            if (await documents.GetAsync<ScheduledRetraining>(KeyOf(model), cancellationToken) is { Value.DoneAt: null } open)
            {
                due.Add(open);
            }
        }

        return [.. due.OrderBy(d => d.Value.DueBy).ThenBy(d => d.Value.Model, StringComparer.Ordinal)];
    }

    // What the version learned before is gone, so nobody is bound to it any more; from whom it learned anew was recorded since it began.
    private async Task ForgetAsync(string reference, DateTimeOffset began, CancellationToken cancellationToken)
    {
        await foreach (var person in documents.PartitionsAsync(Container, null, cancellationToken))
        {
            var key = new DocumentKey(Container, person, reference);
            if (await documents.GetAsync<LearnedFrom>(key, cancellationToken) is { } line && line.Value.At < began)
            {
                await documents.DeleteAsync(key, line.ETag, cancellationToken);
            }
        }
    }

    private static DocumentKey KeyOf(string model) => new(RetrainingContainer, model, DueId);

    private async Task AppendAsync(string kind, string entryId, ScheduledRetraining due, CancellationToken cancellationToken) => await audit.AppendAsync(
        new AuditEvent
        {
            EntryId = entryId,
            Kind = kind,
            ActorRole = "system",
            Model = due.Model,
            Body = new JsonObject { ["action"] = due.Action.ToString().ToLowerInvariant(), ["dueBy"] = due.DueBy.ToString("O", System.Globalization.CultureInfo.InvariantCulture) },
        },
        cancellationToken);

    [PersonalData(Container = Container)]
    private sealed record LearnedFrom(string Model, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(4210, LogLevel.Warning, "The version {Model} learned from somebody who is not to be in it any more and could not be trained anew or removed ({Error}); it is due by {DueBy} and tried again the next night.")]
        public static partial void NotDone(ILogger logger, string error, string model, DateOnly dueBy);

        [LoggerMessage(4211, LogLevel.Warning, "The version {Model} learned from somebody who is not to be in it any more, and nothing here trains it; it is due by {DueBy}.")]
        public static partial void NobodyTrains(ILogger logger, string model, DateOnly dueBy);
    }
}
