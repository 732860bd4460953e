using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>Reads and changes what a person has agreed to. Each change leaves a receipt for each purpose and one audit entry, whatever crashes when.</summary>
public sealed class ConsentService
{
    private const int MaxAttempts = 8;
    private const int HistoryPage = 200;

    private readonly ConsentPolicies _policies;
    private readonly IDocumentStore _documents;
    private readonly IPersonKeys _keys;
    private readonly ConsentStates _states;
    private readonly ConsentOutbox _outbox;
    private readonly ReceiptSigner _signer;
    private readonly TimeProvider _clock;

    internal ConsentService(
        ConsentPolicies policies, IDocumentStore documents, IPersonKeys keys, ConsentStates states, ConsentOutbox outbox, ReceiptSigner signer, TimeProvider clock)
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
    public Task<Result<ConsentView>> GetAsync(PersonId person, CancellationToken cancellationToken) => GetAsync(person, null, cancellationToken);

    /// <summary>What the person has agreed to.</summary>
    /// <param name="person">Who.</param>
    /// <param name="place">Where the request comes from (ISO 3166-1 or ISO 3166-2): it counts where nobody has said where the person lives.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Result<ConsentView>> GetAsync(PersonId person, string? place, CancellationToken cancellationToken)
    {
        if (!(await _policies.GetAsync(cancellationToken)).TryGet(out var book, out var failure))
        {
            return failure;
        }

        var stored = await _states.FindAsync(person, cancellationToken);
        return View(new PersonConsent(stored?.Value ?? ConsentState.Empty, await _states.TraitsAsync(person, cancellationToken)), book, place);
    }

    /// <summary>
    /// Makes a change; changing nothing leaves nothing. Failures: <c>precondition-failed</c>, <c>service-cannot-be-switched-off</c>, <c>global-privacy-control</c>,
    /// <c>notice-changed</c>, <c>channel-needed</c>, <c>channel-unknown</c>, <c>parental-consent-needed</c>, <c>parent-cannot-agree</c>, <c>parental-evidence-not-accepted</c>, <c>asked-too-early</c>,
    /// <c>opt-in-not-requested</c>, <c>opt-in-expired</c>, <c>two-steps-needed</c>, <c>jurisdiction-differs</c>, <c>age-already-declared</c>, <c>person-erased</c>, <c>consent-busy</c>, and those of the policy.
    /// </summary>
    public async Task<Result<ConsentView>> ChangeAsync(ConsentChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!(await _policies.GetAsync(cancellationToken)).TryGet(out var book, out var failure))
        {
            return failure;
        }

        return await WriteAsync(change.Person, change.Condition, book, Apply, cancellationToken);

        Result<Next> Apply(PersonConsent person)
        {
            var now = _clock.GetUtcNow();
            if (!DeclarationRules.Apply(person, change.Declared, book, now).TryGet(out var said, out var refusal))
            {
                return refusal;
            }

            var declared = said.Facts is null ? person : person with { State = person.State with { Declared = said.Facts } };
            var place = book.PlaceOf(declared);
            if (book.For(place) is not { } policy)
            {
                return ConsentFailures.Ambiguous;
            }

            // What a person said of themselves stays said when the yes beside it is refused: nobody is asked for an age until one fits.
            var refused = ConsentAdmission.Refuse(declared, change, policy, place, now);
            return new Next(ConsentLedger.Apply(person.State, declared, refused is null ? change : Declaration(change), policy, place, now), refused);
        }
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
        if (!(await _policies.GetAsync(cancellationToken)).TryGet(out var book, out var failure))
        {
            return failure;
        }

        var known = await _states.GetAsync(person, cancellationToken);
        return known.State.Pending.Count == 0 && Apply(known).Value.State is null
            ? View(known, book)
            : await WriteAsync(person, WriteCondition.Always, book, Apply, cancellationToken);

        // An opt-out is taken also where it is not clear whose rules apply.
        Result<Next> Apply(PersonConsent person) => new Next(ConsentLedger.ApplyGlobalPrivacyControl(
            person.State, actorRole, storefront, book.For(book.PlaceOf(person)) ?? book.Elsewhere, _clock.GetUtcNow()));
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

    private async Task<Result<ConsentView>> WriteAsync(
        PersonId person, WriteCondition condition, ConsentPolicyBook book, Func<PersonConsent, Result<Next>> apply, CancellationToken cancellationToken)
    {
        if (await IsErasedAsync(person, cancellationToken))
        {
            return ConsentFailures.Erased;
        }

        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await _states.FindAsync(person, cancellationToken);
            var known = new PersonConsent(stored?.Value ?? ConsentState.Empty, await _states.TraitsAsync(person, cancellationToken));
            if (!Holds(condition, known.State))
            {
                return ConsentFailures.Stale;
            }

            if (!apply(known).TryGet(out var next, out var failure))
            {
                return failure;
            }

            if (next.State is not { } state)
            {
                if (stored is not null)
                {
                    await _outbox.CompleteAsync(person, stored, cancellationToken);
                }

                return next.Refused is { } refused ? refused : View(known, book);
            }

            if (await _states.WriteAsync(person, state, stored, cancellationToken) is { } written)
            {
                // The change is made; its receipts are written even when the caller no longer waits.
                await _outbox.CompleteAsync(person, written, CancellationToken.None);
                return next.Refused is { } refused ? refused : View(known with { State = state }, book);
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

    private Result<ConsentView> View(PersonConsent person, ConsentPolicyBook book, string? requested = null)
    {
        var place = book.PlaceOf(person, requested);
        return book.For(place) is { } policy ? ConsentView.Of(person, policy, place, _clock.GetUtcNow()) : ConsentFailures.Ambiguous;
    }

    private static ConsentChange Declaration(ConsentChange change) =>
        change with { Purposes = new Dictionary<ConsentScope, bool>(), Confirmations = new Dictionary<ConsentScope, Guid>() };

    private readonly record struct Next(ConsentState? State, Failure? Refused = null);
}
