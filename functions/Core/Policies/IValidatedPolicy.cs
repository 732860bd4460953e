namespace RetailServerless.Core.Policies;

/// <summary>A policy whose members must also fit together; it is asked after each was read.</summary>
public interface IValidatedPolicy
{
    /// <summary>What is wrong; nothing when the policy can be used.</summary>
    IEnumerable<PolicyProblem> Validate();
}

/// <summary>Something wrong in a policy.</summary>
/// <param name="Path">The member, as <c>$.purposes.marketing.basis</c>.</param>
/// <param name="Reason">What is wrong with it, as a sentence that goes on after the path: <c>must be consent</c>.</param>
public sealed record PolicyProblem(string Path, string Reason);
