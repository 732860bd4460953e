using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Chat;
using RetailServerless.Embedded.Chat;
using RetailServerless.Tests.Contracts;

namespace RetailServerless.Embedded.Tests.Chat;

public sealed class SqliteReplyStreamTests : ReplyStreamContract, IDisposable
{
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteReplyStream> _open = [];

    [Fact]
    public async Task Another_process_reads_along()
    {
        var writer = Open(TimeProvider.System);
        var reading = ReadAsync(Open(TimeProvider.System), ReplyPosition.Start);

        await AppendAsync(writer, 1, "token token done");

        Assert.Equal("1-1 token, 1-2 token, 1-3 done", await reading);
    }

    [Fact]
    public async Task An_attempt_that_begins_in_another_process_restarts_the_reader()
    {
        var first = Open(TimeProvider.System);
        await AppendAsync(first, 1, "token token");
        var reading = ReadAsync(first, new ReplyPosition(1, 2));

        await AppendAsync(Open(TimeProvider.System), 2, "token done");

        Assert.Equal("2-0 restart, 2-1 token, 2-2 done", await reading);
    }

    [Fact]
    public async Task A_reply_is_read_again_after_a_restart()
    {
        using (var before = new SqliteReplyStream(_folder.File("replies.db"), Retention, TimeProvider.System))
        {
            await AppendAsync(before, 1, "token token");
        }

        var after = Open(TimeProvider.System);
        var reading = ReadAsync(after, new ReplyPosition(1, 1));
        await AppendAsync(after, 2, "done");

        Assert.EndsWith("2-0 restart, 2-1 done", await reading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_older_than_the_retention_are_purged_and_younger_ones_stay()
    {
        var time = new FakeTimeProvider();
        var stream = Open(time);
        await AppendAsync(stream, 1, "token done");

        time.Advance(Retention);
        await stream.PurgeAsync(default);
        Assert.Equal("1-1 token, 1-2 done", await ReadAsync(stream, ReplyPosition.Start));

        time.Advance(TimeSpan.FromMilliseconds(1));
        await stream.PurgeAsync(default);
        await AppendAsync(stream, 2, "done");
        Assert.Equal("2-1 done", await ReadAsync(stream, ReplyPosition.Start));
        Assert.DoesNotContain("token", await File.ReadAllTextAsync(_folder.File("replies.db"), System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Positions_count_from_one(int attempt, int sequence)
    {
        var stream = Open(TimeProvider.System);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await stream.AppendAsync(Guid.NewGuid(), attempt, sequence, new ReplyEvent("token", "x"), default));
    }

    public void Dispose()
    {
        _open.ForEach(o => o.Dispose());
        _folder.Dispose();
    }

    protected override Task<IReplyStream> CreateAsync() => Task.FromResult<IReplyStream>(Open(TimeProvider.System));

    private SqliteReplyStream Open(TimeProvider time)
    {
        var stream = new SqliteReplyStream(_folder.File("replies.db"), Retention, time);
        _open.Add(stream);
        return stream;
    }
}
