using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>Reads and changes what a person has agreed to. Each change leaves a receipt for each purpose and one audit entry, whatever crashes when.</summary>
public sealed class ConsentService
{
    private const int MaxAttempts = 8;
    private const int HistoryPage = 200;

    private readonly IPolicyStore _policies;
    private readonly IDocumentStore _documents;
    private readonly IPersonKeys _keys;
    private readonly ConsentStates _states;
    private readonly ConsentOutbox _outbox;
    private readonly ReceiptSigner _signer;
    private readonly TimeProvider _clock;

    internal ConsentService(
        IPolicyStore policies, IDocumentStore documents, IPersonKeys keys, ConsentStates states, ConsentOutbox outbox, ReceiptSigner signer, TimeProvider clock)
    {
        _policies = policies;
        _documents = documents;
        _keys = keys;
        _states = states;
        _outbox = outbox;
        _signer = signer;
        _clock = clock;
    }

    /// <summary>What the person has agreed to. Fails when there is no consent policy.</summary>
    public async Task<Result<ConsentView>> GetAsync(PersonId person, CancellationToken cancellationToken)
    {
        if (!(await PolicyAsync(cancellationToken)).TryGet(out var policy, out var failure))
        {
            return failure;
        }

        var stored = await _states.FindAsync(person, cancellationToken);
        return View(stored?.Value ?? ConsentState.Empty, policy);
    }

    /// <summary>
    /// Makes a change; changing nothing leaves nothing. Failures: <c>precondition-failed</c>, <c>service-cannot-be-switched-off</c>, <c>global-privacy-control</c>,
    /// <c>notice-changed</c>, <c>person-erased</c>, <c>consent-busy</c>, and those of the policy.
    /// </summary>
    public async Task<Result<ConsentView>> ChangeAsync(ConsentChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!(await PolicyAsync(cancellationToken)).TryGet(out var policy, out var failure))
        {
            return failure;
        }

        return Refusal(change, policy.Value) is { } refusal
            ? refusal
            : await WriteAsync(
                change.Person, change.Condition, policy, state => ConsentLedger.Apply(state, change, policy, _clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>
    /// Records the signal <c>Sec-GPC: 1</c> of a known person as an opt-out of sale and sharing (11 CCR 7025(c)), with an audit entry for each day on which it comes.
    /// </summary>
    /// <param name="person">Whose browser sent it.</param>
    /// <param name="actorRole">Role of the caller.</param>
    /// <param name="storefront">The storefront that passed it on; <see langword="null"/> when the person came in person.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Result<ConsentView>> ApplyGlobalPrivacyControlAsync(
        PersonId person, string actorRole, string? storefront, CancellationToken cancellationToken)
    {
        if (!(await PolicyAsync(cancellationToken)).TryGet(out var policy, out var failure))
        {
            return failure;
        }

        var known = await _states.GetAsync(person, cancellationToken);
        return known.Pending.Count == 0 && Apply(known) is null ? View(known, policy) : await WriteAsync(person, WriteCondition.Always, policy, Apply, cancellationToken);

        ConsentState? Apply(ConsentState state) =>
            ConsentLedger.ApplyGlobalPrivacyControl(state, actorRole, storefront, policy, _clock.GetUtcNow());
    }

    /// <summary>Receipts of a person, oldest first.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="afterNumber">Only those after this number; 0 for the first page.</param>
    /// <param name="size">At most so many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<ConsentReceipt>> ListReceiptsAsync(PersonId person, int afterNumber, int size, CancellationToken cancellationToken)
    {
        if (await _states.FindAsync(person, cancellationToken) is { } stored)
        {
            await _outbox.CompleteAsync(person, stored, cancellationToken);
        }

        var query = new DocumentQuery(After: ConsentReceipt.DocumentIdOf(afterNumber), Limit: size);
        var receipts = new List<ConsentReceipt>();
        await foreach (var receipt in _documents.QueryAsync<ConsentReceipt>(ConsentReceipt.Container, person.Value, query, cancellationToken))
        {
            receipts.Add(receipt.Value);
        }

        return receipts;
    }

    /// <summary>One receipt, signed; <see langword="null"/> when there is none of that number. One from before receipts were signed is signed now.</summary>
    public async Task<SignedReceipt?> FindReceiptAsync(PersonId person, int number, CancellationToken cancellationToken) =>
        (await ListReceiptsAsync(person, number - 1, 1, cancellationToken)) is [var receipt] && receipt.Number == number
            ? receipt.Signed ?? await _signer.SignAsync(person, receipt, cancellationToken)
            : null;

    /// <summary>What the person had agreed to at an instant, by the receipts.</summary>
    public async Task<ConsentHistory> GetAtAsync(PersonId person, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var receipts = new List<ConsentReceipt>();
        IReadOnlyList<ConsentReceipt> page;
        do
        {
            page = await ListReceiptsAsync(person, receipts.Count > 0 ? receipts[^1].Number : 0, HistoryPage, cancellationToken);
            receipts.AddRange(page);
        }
        while (page.Count == HistoryPage);

        return ConsentHistory.Of(receipts, at.ToUniversalTime());
    }

    private static Failure? Refusal(ConsentChange change, ConsentPolicy policy)
    {
        if (change.Purposes.TryGetValue(Purpose.Service, out var service) && !service)
        {
            return ConsentFailures.ServiceIsNeeded;
        }

        if (change.Signals.GlobalPrivacyControl && change.Purposes.GetValueOrDefault(Purpose.SaleOrShare))
        {
            return ConsentFailures.GlobalPrivacyControl;
        }

        foreach (var (purpose, shown) in change.NoticeVersions)
        {
            if (change.Purposes.GetValueOrDefault(purpose) && policy.Purposes[purpose].Notice.Version != shown)
            {
                return ConsentFailures.NoticeChanged(purpose);
            }
        }

        return null;
    }

    private async Task<Result<ConsentView>> WriteAsync(
        PersonId person, WriteCondition condition, Policy<ConsentPolicy> policy, Func<ConsentState, ConsentState?> apply, CancellationToken cancellationToken)
    {
        if (await IsErasedAsync(person, cancellationToken))
        {
            return ConsentFailures.Erased;
        }

        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await _states.FindAsync(person, cancellationToken);
            var state = stored?.Value ?? ConsentState.Empty;
            if (!Holds(condition, state))
            {
                return ConsentFailures.Stale;
            }

            if (apply(state) is not { } next)
            {
                if (stored is not null)
                {
                    await _outbox.CompleteAsync(person, stored, cancellationToken);
                }

                return View(state, policy);
            }

            if (await _states.WriteAsync(person, next, stored, cancellationToken) is { } written)
            {
                // The change is made; its receipts are written even when the caller no longer waits.
                await _outbox.CompleteAsync(person, written, CancellationToken.None);
                return View(next, policy);
            }
        }

        return ConsentFailures.Busy;
    }

    private static bool Holds(WriteCondition condition, ConsentState state) =>
        condition.OnlyIfAbsent ? state.Revision == 0 : condition.ETag is null || condition.ETag == ConsentView.ETagOf(state);

    private async Task<bool> IsErasedAsync(PersonId person, CancellationToken cancellationToken)
    {
        try
        {
            await _keys.GetOrCreateAsync(person, cancellationToken);
            return false;
        }
        catch (KeyDestroyedException)
        {
            return true;
        }
    }

    private ValueTask<Result<Policy<ConsentPolicy>>> PolicyAsync(CancellationToken cancellationToken) =>
        _policies.GetAsync<ConsentPolicy>(ConsentPolicy.Id, cancellationToken);

    private ConsentView View(ConsentState state, Policy<ConsentPolicy> policy) => ConsentView.Of(state, policy.Reference, policy.Value, _clock.GetUtcNow());
}
