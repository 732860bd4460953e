using RetailServerless.Core.Policies;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>
/// Counts the people whose consent a proposed consent policy would end, carry over to another ground, or ask for again. Those who answer for consent must be able to show that it was
/// given (GDPR Art. 7(1)); it reads what was agreed to and gives numbers, never who.
/// </summary>
internal sealed class ConsentPolicyEffect(IDocumentStore documents, IPolicyStore policies) : IPolicyEffectMeter
{
    private const int PageSize = 2_000;

    public bool Covers(string policyId) => policyId == ConsentPolicy.Id;

    public async Task<PolicyEffect> MeasureAsync(PolicyText proposed, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var current = (await policies.GetAsync<ConsentPolicy>(ConsentPolicy.Id, cancellationToken)).TryGet(out var inEffect, out _) ? inEffect : null;
        if (!proposed.Read<ConsentPolicy>().TryGet(out var next, out _))
        {
            return new PolicyEffect([]) { ComparedWith = current?.Reference };
        }

        var counts = PurposeNames.All.ToDictionary(p => p, _ => new int[4]);
        var affected = 0;
        await foreach (var state in StatesAsync(cancellationToken))
        {
            var changes = false;
            foreach (var (purpose, consent) in state.Purposes)
            {
                if (current is null || !IsValid(consent, current.Value.Purposes.GetValueOrDefault(purpose), at))
                {
                    continue;
                }

                var outcome = Outcome(consent, next.Purposes.GetValueOrDefault(purpose), at);
                counts[purpose][outcome]++;
                changes |= outcome != 3;
            }

            affected += changes ? 1 : 0;
        }

        return new PolicyEffect([])
        {
            ComparedWith = current?.Reference,
            PeopleAffected = affected,
            Purposes = [.. counts.Select(c => new PurposeEffect(c.Key.Name(), c.Value.Sum(), c.Value[0], c.Value[1], c.Value[2], c.Value[3]))],
        };
    }

    private static bool IsValid(PurposeConsent consent, PurposePolicy? rule, DateTimeOffset at) =>
        rule?.Basis == LegalBasis.Consent && ConsentStanding.RefusalOf(consent, rule, at) is null;

    // 0 ended, 1 another ground, 2 to ask again, 3 nothing changes.
    private static int Outcome(PurposeConsent consent, PurposePolicy? rule, DateTimeOffset at) => rule switch
    {
        null => 0,
        { Basis: not LegalBasis.Consent } => 1,
        _ when ConsentStanding.RefusalOf(consent, rule, at) is not null => 0,
        _ => consent.NoticeVersion == rule.Notice.Version ? 3 : 2,
    };

    // The feed of changes gives each document once, at its newest, without a read for each person; one that changes meanwhile comes again and counts once.
    private async IAsyncEnumerable<ConsentState> StatesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? continuation = null;
        while (true)
        {
            var page = await documents.ReadChangesAsync<ConsentState>(ConsentState.Container, continuation, PageSize, cancellationToken);
            foreach (var change in page.Changes.Where(c => c.Key.Id == ConsentState.DocumentId && seen.Add(c.Key.Partition) && c.Value is not null))
            {
                yield return change.Value!;
            }

            if (page.Changes.Count < PageSize)
            {
                yield break;
            }

            continuation = page.Continuation;
        }
    }
}
