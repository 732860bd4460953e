using RetailServerless.Core.Results;

namespace RetailServerless.Core.Policies;

/// <summary>The type as which a policy is read, so that a bad file is refused before it gets into the store.</summary>
public abstract class PolicyType(string policyId)
{
    /// <summary>The policy, as <c>consent/default</c>.</summary>
    public string PolicyId { get; } = policyId;

    /// <summary>Why a text is not such a policy; <see langword="null"/> when it is one.</summary>
    public abstract Failure? Check(PolicyText text);
}

/// <inheritdoc/>
/// <typeparam name="T">The type.</typeparam>
public sealed class PolicyType<T>(string policyId) : PolicyType(policyId)
    where T : class
{
    /// <inheritdoc/>
    public override Failure? Check(PolicyText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Read<T>().Failure;
    }
}
