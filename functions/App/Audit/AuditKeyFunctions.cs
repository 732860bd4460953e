using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Audit;

/// <summary>The keys of the audit log: read by everybody, changed by administrators.</summary>
public sealed class AuditKeyFunctions(TreeKeys keys, TreeKeyRotation rotation)
{
    /// <summary>Gives the public keys.</summary>
    [Function(nameof(GetAuditKeys))]
    [ApiOperation(
        "Read the public keys of the audit log",
        Description = "Oldest first, as verify-audit takes them: name, id and key with a plus between them. The whole answer in a file is a list of keys for verify-audit, too.",
        Response = typeof(AuditKeysView))]
    public async Task<IActionResult> GetAuditKeys(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/keys")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.Ok(AuditKeysView.Of(await keys.ListAsync(cancellationToken)));

    /// <summary>Changes the key that signs.</summary>
    [Function(nameof(RotateAuditKey))]
    [ApiOperation(
        "Sign checkpoints of the audit log with a new key",
        Description = "The new key signs here at once and in every other process within half a minute. Older keys stay, to check what they signed. The change is an entry of the log.",
        Response = typeof(AuditKeysView))]
    public async Task<IActionResult> RotateAuditKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/audit/keys/rotation")] HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        return Answers.Ok(AuditKeysView.Of(await rotation.RotateAsync(caller.Role, caller.StaffId, cancellationToken)));
    }
}
