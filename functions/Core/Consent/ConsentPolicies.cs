using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent;

/// <summary>Gives the consent policies in effect. One that cannot be read is a failure of all: nobody's rules are guessed.</summary>
internal sealed class ConsentPolicies(IPolicyStore policies)
{
    // A version never changes, so a book of the same versions is the same book.
    private volatile ConsentPolicyBook? _last;

    public async ValueTask<Result<ConsentPolicyBook>> GetAsync(CancellationToken cancellationToken)
    {
        if (!(await policies.GetAsync<ConsentPolicy>(ConsentPolicy.Id, cancellationToken)).TryGet(out var elsewhere, out var failure)
            || !(await policies.ListAsync(ConsentPolicy.Folder, cancellationToken)).TryGet(out var ids, out failure))
        {
            return failure;
        }

        var all = new Policy<ConsentPolicy>[ids.Count];
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] == ConsentPolicy.Id)
            {
                all[i] = elsewhere;
            }
            else if (!(await policies.GetAsync<ConsentPolicy>(ids[i], cancellationToken)).TryGet(out all[i]!, out failure))
            {
                return failure;
            }
        }

        if (_last is { } last && IsOf(last, all))
        {
            return last;
        }

        var book = ConsentPolicyBook.Of(all) ?? ConsentPolicyBook.Of([elsewhere, .. all])!;
        _last = book;
        return book;
    }

    private static bool IsOf(ConsentPolicyBook book, Policy<ConsentPolicy>[] all)
    {
        for (var i = 0; i < all.Length; i++)
        {
            if (book.All.Count != all.Length || !ReferenceEquals(book.All[i], all[i]))
            {
                return false;
            }
        }

        return true;
    }
}
