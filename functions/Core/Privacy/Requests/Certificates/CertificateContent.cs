using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Requests.Certificates;

/// <summary>Puts a certificate together from what is on record. Pure.</summary>
internal static class CertificateContent
{
    public static ErasureCertificate Of(
        DataSubjectRequestDocument request,
        int number,
        ErasureCertificate? previous,
        IReadOnlyList<StoreProgress> stores,
        SweepRecord sweep,
        IReadOnlyList<string> learned,
        RequestPolicy policy,
        Regime regime,
        DateTimeOffset now)
    {
        var held = request.Holds.Any(h => h.Active);
        var destroyed = request.Timeline.First(line => line.Kind == RequestEventKind.KeyDestroyed).At;
        return new ErasureCertificate
        {
            Id = Guid.CreateVersion7(now),
            RequestId = request.Id,
            Number = number,
            Supersedes = previous?.Id,
            Extent = held ? ErasureExtent.Partial : ErasureExtent.Full,
            ReceivedAt = request.ReceivedAt,
            IssuedAt = now,
            Regime = request.Regime,
            Stores = [.. stores.Select(s => new CertifiedStore(s.Store, s.Found, s.Erased, s.Held, s.Left)).OrderBy(s => s.Name, StringComparer.Ordinal)],
            KeyDestroyedAt = destroyed,
            Sweep = new CertifiedSweep(
                sweep.At, sweep.Identifiers, sweep.Kinds, [.. sweep.Report.Places.Select(p => p.Name)], sweep.Report.Places.Sum(p => p.Bytes), sweep.Report.Findings.Count),
            Holds = [.. request.Holds.Select(h => new CertifiedHold(h.Id, h.Stores, h.Items, h.Rule, h.Citation, h.ReviewOn, h.ReleasedAt))],
            Survives = [.. Survivors(request, regime, now)],
            LastBackupExpires = DateOnly.FromDateTime(destroyed.UtcDateTime).AddDays(policy.BackupDays),
            Models = [.. learned.Select(m => new TaughtModel(m, policy.ActionOf(m) == LearnedModelAction.Remove ? "remove" : "retrain", DateOnly.FromDateTime(destroyed.UtcDateTime).AddDays(policy.RetrainDays)))],
            Processors = [.. request.Processors.Select(p => new CertifiedProcessor(p.Name, p.Status ?? "open", p.Proof))],
        };
    }

    private static IEnumerable<Survivor> Survivors(DataSubjectRequestDocument request, Regime regime, DateTimeOffset now)
    {
        var keeping = regime.Policy.RecordKeeping;
        yield return new Survivor(
            "The record of this request: what was done and when, without whom it concerned.", keeping.Sentence, keeping.Citation, DateOnly.FromDateTime(now.UtcDateTime).AddMonths(keeping.Months));
        yield return new Survivor(
            "A keyed hash of the person's identifiers, which tells nobody who they were.",
            "Keeps the person from coming back through a later import or a restored backup; kept only for that.",
            "GDPR Art. 17(1) and 5(2); Civ. Code 1798.105(c)(2)",
            null);
        yield return new Survivor(
            "The leaves of the audit log: random numbers, commitments and tags under the destroyed key, which lead to nobody.",
            "What the shop's AI decided stays provable after the person is erased.",
            "GDPR Art. 5(2)",
            null);
        foreach (var hold in request.Holds.Where(h => h.Active))
        {
            yield return new Survivor($"{hold.Items} {(hold.Items == 1 ? "item" : "items")} of {string.Join(", ", hold.Stores)}, sealed under the hold's own key.", hold.Rule, hold.Citation, hold.ReviewOn);
        }

        if (request.Holds.Any(h => h.Active))
        {
            yield return new Survivor(
                "The identifiers by which the last search is made once the holds are released, sealed under the request's own key.", "Needed to complete this erasure.", "GDPR Art. 17(3)", null);
        }
    }
}
