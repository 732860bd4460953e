using RetailServerless.Core.Results;

namespace RetailServerless.Core.Policies;

/// <summary>The type as which a policy is read, so that a bad file is refused before it gets into the store.</summary>
public abstract class PolicyType(string policyId)
{
    /// <summary>The policy, as <c>consent/default</c>.</summary>
    public string PolicyId { get; } = policyId;

    /// <summary>Whether a policy is read as this type.</summary>
    public virtual bool Covers(string policyId) => policyId == PolicyId;

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

/// <summary>The type of every policy directly in a folder, so that another policy is another file.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class PolicyFolderType<T>(string folder) : PolicyType(folder + "/*")
    where T : class
{
    private readonly string _prefix = folder + "/";

    /// <inheritdoc/>
    public override bool Covers(string policyId)
    {
        ArgumentNullException.ThrowIfNull(policyId);
        return policyId.StartsWith(_prefix, StringComparison.Ordinal) && !policyId.AsSpan(_prefix.Length).Contains('/');
    }

    /// <inheritdoc/>
    public override Failure? Check(PolicyText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Read<T>().Failure;
    }
}
