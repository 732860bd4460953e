using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Requests.Holds;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Removes what rested on a purpose. Each step can be done again at any instant and finds what was done.</summary>
public sealed class RevocationRemoval(
    RevocationStore revocations, ConsentService consent, IConsentGate gate, IEnumerable<IPurposeBoundData> bound, IEnumerable<IPersonalDataStore> stores, LegalHolds holds, TimeProvider time)
{
    /// <summary>Says what may have to be removed, each once.</summary>
    /// <returns>The names; none when the revocation is gone.</returns>
    public async Task<IReadOnlyList<string>> OpenAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await revocations.OwnerOfAsync(id, cancellationToken) is not { } person
            || await revocations.ChangeAsync(person, id, WithLines, cancellationToken) is not { } revocation)
        {
            return [];
        }

        return [.. revocation.Lines.Where(l => l.DoneAt is null).Select(l => l.Name)];
    }

    /// <summary>Removes one kind of data, or stops one kind of work.</summary>
    public async Task RemoveAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        if (await revocations.OwnerOfAsync(id, cancellationToken) is not { } person
            || await revocations.FindAsync(person, id, cancellationToken) is not { } revocation
            || revocation.Lines.FirstOrDefault(l => l.Name == name) is not { DoneAt: null } line)
        {
            return;
        }

        var data = bound.First(b => b.Name == name);
        if (await StillHeldAsync(person, revocation, data, cancellationToken) is { Count: > 0 } keptFor)
        {
            await SetAsync(person, id, line with { KeptFor = keptFor, DoneAt = time.GetUtcNow() }, cancellationToken);
            return;
        }

        var loss = new PurposeLoss(revocation.Purposes, await AgreedAnewAsync(person, data, cancellationToken) ? revocation.At : null);
        var found = Math.Max(line.Found, await data.CountAsync(person, loss, cancellationToken));

        // What was found is on record before anything is removed, so that a crash in between does not lose the count.
        await SetAsync(person, id, line with { Found = found }, cancellationToken);
        var sealedItems = await SealAsync(person, name, cancellationToken);
        await data.RemoveAsync(person, loss, cancellationToken);
        var left = data.IsWork ? 0 : await data.CountAsync(person, loss, cancellationToken);
        await SetAsync(person, id, line with { Found = found, Removed = found - left, Held = sealedItems, DoneAt = time.GetUtcNow() }, cancellationToken);
    }

    private RevocationDocument? WithLines(RevocationDocument revocation)
    {
        var missing = bound.Where(b => b.RestsOn.Any(revocation.Purposes.Contains) && revocation.Lines.All(l => l.Name != b.Name)).ToList();
        return revocation.Status == RevocationStatus.Completed || missing.Count == 0
            ? null
            : revocation with { Lines = [.. revocation.Lines, .. missing.Select(b => new RevocationLine(b.Name, b.Words, b.IsWork))] };
    }

    // By the receipts at the instant of the revocation: the same answer however often a step is taken. A receipt does not know that the policy allows a shorter time now, and what came to its end holds nothing.
    // A yes to the whole holds nothing either once the person was asked by channel. What nobody decided about, as the gate has it.
    private async Task<List<Purpose>> StillHeldAsync(PersonId person, RevocationDocument revocation, IPurposeBoundData data, CancellationToken cancellationToken)
    {
        var then = (await consent.GetAtAsync(person, revocation.At, cancellationToken)).Purposes;
        var ended = (await consent.GetAsync(person, cancellationToken)).TryGet(out var now, out _)
            ? now.ByScope().Where(s => s.View.Status == ConsentStatus.Expired).Select(s => s.View.ReceiptId).ToHashSet()
            : [];
        var held = new List<Purpose>();
        foreach (var purpose in data.RestsOn)
        {
            var said = then.Where(p => p.Key.Purpose == purpose).ToList();
            var byChannel = said.Exists(p => p.Key.Channel is not null);
            var decided = said.Where(p => !revocation.Scopes.Contains(p.Key) && (p.Key.Channel is not null || !byChannel))
                .Select(p => p.Value.Granted && !ended.Contains(p.Value.ReceiptId)).ToList();
            var isHeld = decided.Count > 0
                ? decided.Contains(true)
                : !revocation.Purposes.Contains(purpose) && (await gate.AskAsync(person, purpose, PrivacySignals.None, cancellationToken)).Grant is not null;
            if (isHeld)
            {
                held.Add(purpose);
            }
        }

        return held;
    }

    private async Task<bool> AgreedAnewAsync(PersonId person, IPurposeBoundData data, CancellationToken cancellationToken)
    {
        foreach (var scope in data.RestsOn.SelectMany(ScopesOf))
        {
            if ((await gate.AskAsync(person, scope, PrivacySignals.None, cancellationToken)).Grant is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<ConsentScope> ScopesOf(Purpose purpose) => [purpose, .. ContactChannelNames.All.Select(c => purpose.By(c))];

    private async Task<int> SealAsync(PersonId person, string name, CancellationToken cancellationToken)
    {
        var items = 0;
        if (stores.FirstOrDefault(s => s.Description.Name == name) is { } store)
        {
            await foreach (var hold in holds.OfAsync(person, cancellationToken))
            {
                items += await holds.KeepAsync(hold, person, store, cancellationToken);
            }
        }

        return items;
    }

    private Task<RevocationDocument?> SetAsync(PersonId person, Guid id, RevocationLine line, CancellationToken cancellationToken) =>
        revocations.ChangeAsync(person, id, r => r with { Lines = [.. r.Lines.Select(l => l.Name == line.Name ? line : l)] }, cancellationToken);
}
