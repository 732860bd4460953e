using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Core.Privacy;
using RetailServerless.Functions.Audit;

namespace RetailServerless.Functions.Tests.Audit;

public sealed class AuditCheckAtStartTests
{
    private static readonly AuditFault Altered = new(AuditFault.LeafAltered, 17, "Entry 17 is not the one that the tree holds.");

    private readonly Mock<IAuditStore> _store = new();
    private readonly AuditWatch _watch = new();

    [Fact]
    public async Task A_platform_whose_log_was_changed_does_not_start_and_says_what_was_changed()
    {
        var refused = await Assert.ThrowsAsync<AuditFaultException>(() => Start(new Finding(Altered, null)).StartingAsync(default));

        Assert.Contains("Entry 17", refused.Message, StringComparison.Ordinal);
        Assert.Contains(AuditFault.LeafAltered, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_whose_log_is_whole_starts()
    {
        await Start(new Finding(null, null)).StartingAsync(default);

        Assert.True(_watch.TreeIsChecked);
    }

    [Fact]
    public async Task A_long_log_is_looked_at_quickly_at_the_start_and_wholly_after_it()
    {
        _store.Setup(s => s.CountAsync(It.IsAny<CancellationToken>())).ReturnsAsync(AuditCheckAtStart.WholeUpTo + 1);
        _store.Setup(s => s.ReadAsync(It.IsAny<long>(), It.IsAny<int>(), It.IsAny<CancellationToken>())).ReturnsAsync([]);

        await Start(new Finding(Altered, null)).StartingAsync(default);
        var found = await Background(new Finding(Altered, null)).LookAsync(default);

        Assert.Equal(Altered, found);
        await Assert.ThrowsAsync<AuditFaultException>(() => Start(new Finding(null, Altered)).StartingAsync(default));
    }

    [Fact]
    public async Task What_is_found_while_the_platform_serves_ends_it()
    {
        _watch.TreeIsChecked = false;
        var ended = new TaskCompletionSource();
        var lifetime = new Mock<IHostApplicationLifetime>();
        lifetime.Setup(l => l.StopApplication()).Callback(ended.SetResult);

        await Background(new Finding(Altered, null), lifetime.Object).StartAsync(default);

        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Contains("Entry 17", _watch.Fault!.Message, StringComparison.Ordinal);
    }

    private AuditBodyCheck Bodies => new(_store.Object, new AuditReader(_store.Object, Mock.Of<IPersonKeys>()));

    private AuditCheckAtStart Start(Finding finding) => new(finding, Bodies, _store.Object, _watch);

    private AuditCheckInBackground Background(Finding finding, IHostApplicationLifetime? lifetime = null) =>
        new(finding, Bodies, _watch, lifetime ?? Mock.Of<IHostApplicationLifetime>(), NullLogger<AuditCheckInBackground>.Instance);

    private sealed class Finding(AuditFault? whole, AuditFault? quick) : IAuditCheck
    {
        public Task<AuditFault?> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(whole);

        public Task<AuditFault?> CheckQuicklyAsync(long newest, CancellationToken cancellationToken) => Task.FromResult(quick);
    }
}
