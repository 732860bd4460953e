using System.Collections.Concurrent;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>The regimes in effect, from the policy store. A regime that cannot be read is a failure of all: nobody's clock is guessed.</summary>
public sealed class PrivacyRegimes(IPolicyStore policies)
{
    // A version never changes, so what was made of one version of a regime and one of its calendar stays right.
    private readonly ConcurrentDictionary<(string Regime, string Calendar), Regime> _made = new();

    /// <summary>All regimes in effect now.</summary>
    public async ValueTask<Result<RegimeDirectory>> GetAsync(CancellationToken cancellationToken)
    {
        if (!(await policies.ListAsync(RegimePolicy.Folder, cancellationToken)).TryGet(out var ids, out var failure))
        {
            return failure;
        }

        var regimes = new List<Regime>();
        foreach (var id in ids)
        {
            if (!(await ReadAsync(id, cancellationToken)).TryGet(out var regime, out failure))
            {
                return failure;
            }

            regimes.Add(regime);
        }

        return RegimeDirectory.Create(regimes);
    }

    /// <summary>One regime by its id, as <c>gdpr</c>.</summary>
    public ValueTask<Result<Regime>> GetAsync(string id, CancellationToken cancellationToken) => ReadAsync($"{RegimePolicy.Folder}/{id}", cancellationToken);

    private async ValueTask<Result<Regime>> ReadAsync(string policyId, CancellationToken cancellationToken)
    {
        if (!(await policies.GetAsync<RegimePolicy>(policyId, cancellationToken)).TryGet(out var policy, out var failure))
        {
            return failure;
        }

        return (await policies.GetAsync<HolidayCalendarPolicy>($"{HolidayCalendarPolicy.Folder}/{policy.Value.Calendar}", cancellationToken)).TryGet(out var calendar, out failure)
            ? _made.GetOrAdd(
                (policy.Reference, calendar.Reference),
                _ => new Regime(policyId[(RegimePolicy.Folder.Length + 1)..], policy.Reference, policy.Value, new HolidayCalendar(calendar.Value)) { CalendarReference = calendar.Reference })
            : failure;
    }
}
