using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Redaction;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Chat.Conversations;

/// <summary>The redactor under the policy in effect, made once for each version.</summary>
public sealed class MessageRedactor(IPolicyStore policies)
{
    private volatile Made? _made;

    /// <summary>The redactor. Without a readable policy there is none, and nothing is stored.</summary>
    public async ValueTask<Result<Redactor>> GetAsync(CancellationToken cancellationToken)
    {
        if (!(await policies.GetAsync<RedactionPolicy>(RedactionPolicy.Id, cancellationToken)).TryGet(out var policy, out var failure))
        {
            return failure;
        }

        var made = _made;
        if (made is null || made.Version != policy.Version)
        {
            _made = made = new Made(policy.Version, new Redactor(policy.Value));
        }

        return made.Redactor;
    }

    private sealed record Made(int Version, Redactor Redactor);
}
