using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests.Certificates;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// The steps of a deletion, in their order: gather by what the person could be found again, seal what holds cover, erase every store, destroy the person's key, look, certify. Each can be done again at any
/// instant and finds what was done.
/// </summary>
public sealed class RequestErasure(
    RequestStore requests,
    RequestKeys keys,
    RequestVerifications verifications,
    RequestSubjects subjects,
    IPersonKeys personKeys,
    SuppressionList suppressed,
    SubjectHashes hashes,
    RequestNotices notices,
    IVerificationCodes codes,
    LegalHolds holds,
    IdentifierCollector collector,
    IErasureSweep sweep,
    CertificateSigner signer,
    CertificateStore certificates,
    IDocumentStore documents,
    IPolicyStore policies,
    IEnumerable<IPersonalDataStore> stores,
    IEnumerable<ILearnedModels> models,
    TimeProvider time)
{
    private const string IdentifiersId = "identifiers";
    private const string SweepId = "sweep";
    private const string Use = "erasure-identifiers";

    /// <summary>Gathers by what the person could be found again, before anything is erased, and keeps it sealed; from now on imports refuse them.</summary>
    public async Task CollectAsync(Guid id, CancellationToken cancellationToken)
    {
        var subject = await SubjectAsync(id, cancellationToken);
        if (await documents.GetAsync<SealedIdentifiers>(KeyOf(id, IdentifiersId), cancellationToken) is null)
        {
            var identifiers = await collector.CollectAsync(subject.Person, cancellationToken);
            var key = await keys.GetOrCreateAsync(id, cancellationToken);
            var kept = new SealedIdentifiers(RequestKeys.Seal(key, Use, id, identifiers), []);
            await documents.UpsertAsync(KeyOf(id, IdentifiersId), kept, WriteCondition.IfAbsent, cancellationToken);
        }

        await suppressed.AddAsync(subject.Person, id, await IdentifiersAsync(id, cancellationToken), time.GetUtcNow(), cancellationToken);
        await NoteModelsAsync(id, subject.Person, cancellationToken);
    }

    /// <summary>
    /// Closes every other request of the person that is open: what it asked for has nobody to be done for any more. Idempotent, and done again before the search, for those that came meanwhile.
    /// </summary>
    /// <returns>Those that were closed by this deletion.</returns>
    public async Task<IReadOnlyList<Guid>> CloseOthersAsync(Guid id, CancellationToken cancellationToken)
    {
        var subject = await SubjectAsync(id, cancellationToken);
        var overtaken = new List<Guid>();
        foreach (var other in await requests.OfSubjectAsync(await hashes.OfAsync(subject.Person, cancellationToken), cancellationToken).Where(r => r.Id != id).ToListAsync(cancellationToken))
        {
            var now = time.GetUtcNow();
            var closed = await requests.ChangeAsync(
                other.Id,
                r => r.Status.IsClosed()
                    ? null
                    : (r.To(RequestStatus.Overtaken) with { Outcome = EndingOf(r), ClosedAt = now, Deadlines = [.. r.Deadlines.Where(d => !d.Stopped)], Warnings = [] })
                        .With(RequestEventKind.Overtaken, now, "system", id.ToString()),
                cancellationToken);
            await notices.ForgetAsync(other.Id, cancellationToken);
            await codes.ForgetAsync(other.Id, cancellationToken);
            if (closed.Status == RequestStatus.Overtaken)
            {
                overtaken.Add(other.Id);
            }
        }

        return overtaken;
    }

    /// <summary>Seals what holds cover under their own keys.</summary>
    public async Task SealHoldsAsync(Guid id, CancellationToken cancellationToken)
    {
        var request = await requests.LoadAsync(id, cancellationToken);
        foreach (var shown in request.Holds.Where(h => h.Active))
        {
            var subject = await SubjectAsync(id, cancellationToken);
            var hold = await holds.FindAsync(shown.Id, cancellationToken) ?? throw new InvalidOperationException("A hold of the request is not there.");
            var held = await holds.SealAsync(hold, subject.Person, stores, cancellationToken);
            var count = held.Values.Sum();
            var now = time.GetUtcNow();
            foreach (var (store, items) in held)
            {
                var progress = await requests.FindProgressAsync(id, store, cancellationToken) ?? new StoreProgress { Store = store, At = now };
                await requests.SetProgressAsync(id, progress with { Held = items, At = now }, cancellationToken);
            }

            await requests.ChangeAsync(
                id,
                r => r.Timeline.Any(line => line.Kind == RequestEventKind.HoldSealed && line.Code == shown.Id.ToString())
                    ? null
                    : (r with { Holds = [.. r.Holds.Select(h => h.Id == shown.Id ? h with { Items = count } : h)] })
                        .With(RequestEventKind.HoldSealed, now, "system", shown.Id.ToString(), count),
                cancellationToken);
        }
    }

    /// <summary>Erases one store.</summary>
    public async Task EraseStoreAsync(Guid id, string store, CancellationToken cancellationToken)
    {
        var subject = await SubjectAsync(id, cancellationToken);
        var of = stores.First(s => s.Description.Name == store);
        var before = await requests.FindProgressAsync(id, store, cancellationToken);
        var found = Math.Max(before?.Found ?? 0, await of.CountAsync(subject.Person, cancellationToken));
        var progress = (before ?? new StoreProgress { Store = store, At = time.GetUtcNow() }) with { Found = found };

        // What was found is on record before anything is removed, so that a crash in between does not lose the count.
        await requests.SetProgressAsync(id, progress, cancellationToken);
        await of.EraseAsync(subject.Person, cancellationToken);
        var left = await of.CountAsync(subject.Person, cancellationToken);
        await requests.SetProgressAsync(id, progress with { Erased = found - left, Left = left, At = time.GetUtcNow() }, cancellationToken);
    }

    /// <summary>Destroys the person's key: whatever it sealed, wherever a copy of it is, is unreadable from now on.</summary>
    public async Task DestroyKeyAsync(Guid id, CancellationToken cancellationToken)
    {
        var subject = await SubjectAsync(id, cancellationToken);
        await personKeys.DestroyAsync(subject.Person, cancellationToken);
        var erased = (await requests.ListProgressAsync(id, cancellationToken)).Sum(p => (long)p.Erased);
        var now = time.GetUtcNow();
        await requests.ChangeAsync(
            id,
            r => r.Timeline.Any(line => line.Kind == RequestEventKind.KeyDestroyed)
                ? null
                : r.With(RequestEventKind.StoresErased, now, "system", count: erased).With(RequestEventKind.KeyDestroyed, now, "system"),
            cancellationToken);
    }

    /// <summary>Looks for the person in everything that is kept. What was written meanwhile is erased first.</summary>
    /// <returns>Whether nothing was found.</returns>
    public async Task<bool> SweepAsync(Guid id, CancellationToken cancellationToken)
    {
        var subject = await SubjectAsync(id, cancellationToken);
        await CloseOthersAsync(id, cancellationToken);
        await notices.ForgetAsync(id, cancellationToken);
        await codes.ForgetAsync(id, cancellationToken);
        foreach (var store in stores)
        {
            if (await store.CountAsync(subject.Person, cancellationToken) > 0)
            {
                await store.EraseAsync(subject.Person, cancellationToken);
            }
        }

        await sweep.ForgetAsync([subject.Person.Value], cancellationToken);
        var identifiers = await IdentifiersAsync(id, cancellationToken);
        var report = await sweep.SearchAsync(identifiers, cancellationToken);
        var now = time.GetUtcNow();
        var seen = new SweepRecord(now, identifiers.Count, [.. identifiers.Select(i => i.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], report);
        await documents.UpsertAsync(KeyOf(id, SweepId), seen, WriteCondition.Always, cancellationToken);
        await requests.ChangeAsync(
            id, r => r.With(RequestEventKind.Swept, now, "system", report.Findings.Count == 0 ? "clean" : "not-clean", report.Findings.Count), cancellationToken);
        return report.Findings.Count == 0;
    }

    /// <summary>What the last sweep saw.</summary>
    public async Task<SweepReport?> LastSweepAsync(Guid id, CancellationToken cancellationToken) =>
        (await documents.GetAsync<SweepRecord>(KeyOf(id, SweepId), cancellationToken))?.Value.Report;

    /// <summary>Signs the certificate of a clean sweep. The number says which it is: done again it finds the one that was signed.</summary>
    public async Task CertifyAsync(Guid id, int number, CancellationToken cancellationToken)
    {
        var request = await requests.LoadAsync(id, cancellationToken);
        if (request.Certificates >= number)
        {
            return;
        }

        var record = await documents.GetAsync<SweepRecord>(KeyOf(id, SweepId), cancellationToken);
        if (record is not { Value: { Report.Findings.Count: 0 } seen })
        {
            throw new InvalidOperationException("A certificate needs a sweep that found nothing.");
        }

        var policy = (await policies.GetAsync<RequestPolicy>(RequestPolicy.Id, cancellationToken)).Value.Value;
        var regime = (await verifications.RegimeOfAsync(request, cancellationToken)).Value;
        var learned = (await documents.GetAsync<SealedIdentifiers>(KeyOf(id, IdentifiersId), cancellationToken))?.Value.Models ?? [];
        var previous = number > 1 ? await certificates.FindAsync(id, number - 1, cancellationToken) : null;
        var content = CertificateContent.Of(request, number, previous?.Read(), await requests.ListProgressAsync(id, cancellationToken), seen, learned, policy, regime, time.GetUtcNow());
        foreach (var model in content.Models)
        {
            foreach (var known in models)
            {
                await known.ScheduleRetrainingAsync(model.Model, model.DueBy, cancellationToken);
            }
        }

        await certificates.AddAsync(id, number, await signer.SignAsync(content, cancellationToken), cancellationToken);
        var now = time.GetUtcNow();
        await requests.ChangeAsync(
            id,
            r => r.Certificates >= number
                ? null
                : (r with { Certificates = number }).With(RequestEventKind.CertificateSigned, now, "system", content.Extent.ToString().ToLowerInvariant(), number),
            cancellationToken);
    }

    /// <summary>Releases a hold: its key and what it sealed are destroyed.</summary>
    /// <returns>The number of the certificate that replaces the one before.</returns>
    public async Task<int> ReleaseHoldAsync(Guid id, Guid hold, CancellationToken cancellationToken)
    {
        var destroyed = await holds.ReleaseAsync(hold, cancellationToken);
        var now = time.GetUtcNow();
        var released = await requests.ChangeAsync(
            id,
            r => r.Holds.FirstOrDefault(h => h.Id == hold) is not { Active: true }
                ? null
                : (r with { Holds = [.. r.Holds.Select(h => h.Id == hold ? h with { ReleasedAt = now } : h)] })
                    .With(RequestEventKind.HoldReleased, now, "system", hold.ToString(), destroyed),
            cancellationToken);

        // The releases of a request are counted in their order, so that doing this again gives the same number.
        return 1 + released.Timeline.Where(line => line.Kind == RequestEventKind.HoldReleased).TakeWhile(line => line.Code != hold.ToString()).Count() + 1;
    }

    /// <summary>After the last release: the request is fulfilled in whole, and forgets whom it concerned.</summary>
    public async Task FinishReleaseAsync(Guid id, RequestProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var done = await requests.ChangeAsync(
            id,
            r => r.Outcome == RequestEnding.PartlyFulfilled && !r.Holds.Any(h => h.Active) ? r with { Outcome = RequestEnding.Fulfilled } : null,
            cancellationToken);
        if (done.Outcome == RequestEnding.Fulfilled)
        {
            await documents.DeleteAsync(KeyOf(id, IdentifiersId), null, cancellationToken);
        }

        await progress.ForgetAsync(done, cancellationToken);
    }

    // What acted at once was done before the person was erased; whatever waited was not.
    private static RequestEnding EndingOf(DataSubjectRequestDocument request) =>
        request.Timeline.Any(line => line is { Kind: RequestEventKind.Applied, Code: null }) ? RequestEnding.Fulfilled : RequestEnding.Overtaken;

    private static DocumentKey KeyOf(Guid id, string document) => new(DataSubjectRequestDocument.Container, id.ToString("N"), document);

    // Looked for once imports and training refuse the person: no version learns from them after this. Done again after the stores are erased it finds none, and keeps those that it found before.
    private async Task NoteModelsAsync(Guid id, PersonId person, CancellationToken cancellationToken)
    {
        var learned = new List<string>();
        foreach (var known in models)
        {
            learned.AddRange(await known.ThatLearnedFromAsync(person, cancellationToken).ToListAsync(cancellationToken));
        }

        while (true)
        {
            var stored = await documents.GetAsync<SealedIdentifiers>(KeyOf(id, IdentifiersId), cancellationToken) ?? throw new InvalidOperationException("The identifiers were not gathered.");
            var together = stored.Value.Models.Union(learned, StringComparer.Ordinal).ToList();
            if (together.Count == stored.Value.Models.Count
                || await documents.UpsertAsync(stored.Key, stored.Value with { Models = together }, WriteCondition.IfMatch(stored.ETag), cancellationToken) is not null)
            {
                return;
            }
        }
    }

    private async Task<RequestSubject> SubjectAsync(Guid id, CancellationToken cancellationToken) =>
        await subjects.OpenAsync(await requests.LoadAsync(id, cancellationToken), cancellationToken)
        ?? throw new InvalidOperationException("Whom the request concerns is not known any more.");

    private async Task<IReadOnlyList<SweepIdentifier>> IdentifiersAsync(Guid id, CancellationToken cancellationToken)
    {
        var stored = await documents.GetAsync<SealedIdentifiers>(KeyOf(id, IdentifiersId), cancellationToken) ?? throw new InvalidOperationException("The identifiers were not gathered.");
        var key = await keys.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException("The request's key is gone.");
        return RequestKeys.Open<IReadOnlyList<SweepIdentifier>>(key, Use, id, stored.Value.Sealed);
    }

    private sealed record SealedIdentifiers(byte[] Sealed, List<string> Models);
}

/// <summary>What a sweep saw, as it is kept.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Identifiers">How many identifiers were looked for.</param>
/// <param name="Kinds">Of which kinds.</param>
/// <param name="Report">What was seen.</param>
internal sealed record SweepRecord(DateTimeOffset At, int Identifiers, IReadOnlyList<string> Kinds, SweepReport Report);
