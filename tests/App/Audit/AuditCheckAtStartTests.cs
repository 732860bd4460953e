using RetailServerless.Core.Audit.Tree;
using RetailServerless.Functions.Audit;

namespace RetailServerless.Functions.Tests.Audit;

public sealed class AuditCheckAtStartTests
{
    [Fact]
    public async Task A_platform_whose_log_was_changed_does_not_start_and_says_what_was_changed()
    {
        var start = new AuditCheckAtStart(new Finding(new AuditFault(AuditFault.LeafAltered, 17, "Entry 17 is not the one that the tree holds.")));

        var refused = await Assert.ThrowsAsync<AuditFaultException>(() => start.StartAsync(default));

        Assert.Contains("Entry 17", refused.Message, StringComparison.Ordinal);
        Assert.Contains(AuditFault.LeafAltered, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_platform_whose_log_is_whole_starts() => new AuditCheckAtStart(new Finding(null)).StartAsync(default);

    private sealed class Finding(AuditFault? fault) : IAuditCheck
    {
        public Task<AuditFault?> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(fault);
    }
}
