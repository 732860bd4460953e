using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>Every policy directly in <c>retention</c> but that of the audit log, which has a form of its own.</summary>
internal sealed class RetentionPolicyType() : PolicyType(RetentionPolicy.Folder + "/*")
{
    /// <summary>The policy of the audit log.</summary>
    public const string OfAuditLog = RetentionPolicy.Folder + "/audit";

    private readonly PolicyFolderType<RetentionPolicy> _folder = new(RetentionPolicy.Folder);

    public override bool Covers(string policyId) => policyId != OfAuditLog && _folder.Covers(policyId);

    public override Failure? Check(PolicyText text) => _folder.Check(text);
}
