using System.Text.Json.Nodes;
using RetailServerless.Core.Chat;

namespace RetailServerless.Tests.Contracts;

/// <summary>What every reply stream does. An implementation derives from it and makes an empty stream for each test.</summary>
public abstract class ReplyStreamContract
{
    private readonly Guid _turn = Guid.CreateVersion7();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(20));

    protected abstract Task<IReplyStream> CreateAsync();

    [Fact]
    public async Task What_was_appended_is_read_until_done()
    {
        var stream = await CreateAsync();
        await AppendAsync(stream, 1, "token token done");

        var read = await ReadAsync(stream, ReplyPosition.Start);

        Assert.Equal("1-1 token, 1-2 token, 1-3 done", read);
    }

    [Fact]
    public async Task The_content_of_an_event_is_given_as_it_was()
    {
        var stream = await CreateAsync();
        var data = new JsonObject { ["text"] = "für 12 €", ["list"] = new JsonArray(1, 2) };
        await stream.AppendAsync(_turn, 1, 1, new ReplyEvent("done", data), default);
        data["text"] = "changed afterwards";

        var entry = await stream.ReadAsync(_turn, ReplyPosition.Start, _patience.Token).SingleAsync();

        Assert.True(JsonNode.DeepEquals(new JsonObject { ["text"] = "für 12 €", ["list"] = new JsonArray(1, 2) }, entry.Event.Data));
    }

    [Fact]
    public async Task A_reader_who_was_there_first_gets_events_as_they_come()
    {
        var stream = await CreateAsync();
        await using var reader = stream.ReadAsync(_turn, ReplyPosition.Start, _patience.Token).GetAsyncEnumerator();

        for (var i = 1; i <= 20; i++)
        {
            var next = reader.MoveNextAsync();
            await stream.AppendAsync(_turn, 1, i, Event("token"), default);
            Assert.True(await next);
            Assert.Equal(new ReplyPosition(1, i), reader.Current.Position);
        }
    }

    [Fact]
    public async Task Reading_resumes_after_a_position()
    {
        var stream = await CreateAsync();
        await AppendAsync(stream, 1, "token token token done");

        Assert.Equal("1-3 token, 1-4 done", await ReadAsync(stream, new ReplyPosition(1, 2)));
    }

    [Theory]
    [InlineData("done")]
    [InlineData("error")]
    public async Task Resuming_at_the_end_ends_at_once(string end)
    {
        var stream = await CreateAsync();
        await AppendAsync(stream, 1, $"token {end}");

        Assert.Equal("", await ReadAsync(stream, new ReplyPosition(1, 2)));
    }

    [Fact]
    public async Task The_same_event_twice_is_one_and_the_first_stays()
    {
        var stream = await CreateAsync();
        await AppendAsync(stream, 1, "token token");
        await stream.AppendAsync(_turn, 1, 1, Event("citation"), default);
        await stream.AppendAsync(_turn, 1, 3, Event("done"), default);
        await stream.AppendAsync(_turn, 1, 3, Event("done"), default);

        Assert.Equal("1-1 token, 1-2 token, 1-3 done", await ReadAsync(stream, ReplyPosition.Start));
    }

    [Fact]
    public async Task A_newer_attempt_restarts_who_was_reading_the_older()
    {
        var stream = await CreateAsync();
        await AppendAsync(stream, 1, "token token");
        var reading = ReadAsync(stream, new ReplyPosition(1, 1));

        await AppendAsync(stream, 2, "token done");

        Assert.EndsWith("2-0 restart, 2-1 token, 2-2 done", await reading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_resumes_in_an_older_attempt_is_restarted_and_who_begins_is_not()
    {
        var stream = await CreateAsync();
        await AppendAsync(stream, 1, "token token");
        await AppendAsync(stream, 2, "token done");

        Assert.Equal("2-0 restart, 2-1 token, 2-2 done", await ReadAsync(stream, new ReplyPosition(1, 2)));
        Assert.Equal("2-1 token, 2-2 done", await ReadAsync(stream, ReplyPosition.Start));
        Assert.Equal("2-1 token, 2-2 done", await ReadAsync(stream, new ReplyPosition(2, 0)));
    }

    [Fact]
    public async Task An_older_attempt_that_still_writes_is_not_heard()
    {
        var stream = await CreateAsync();
        await AppendAsync(stream, 2, "token");
        await stream.AppendAsync(_turn, 1, 9, Event("done"), default);
        await stream.AppendAsync(_turn, 2, 2, Event("done"), default);

        Assert.Equal("2-1 token, 2-2 done", await ReadAsync(stream, ReplyPosition.Start));
    }

    [Fact]
    public async Task Turns_do_not_hear_each_other()
    {
        var stream = await CreateAsync();
        await stream.AppendAsync(Guid.CreateVersion7(), 1, 1, Event("done"), default);
        await AppendAsync(stream, 1, "token done");

        Assert.Equal("1-1 token, 1-2 done", await ReadAsync(stream, ReplyPosition.Start));
    }

    [Fact]
    public async Task Many_readers_of_many_turns_each_get_everything_in_order()
    {
        var stream = await CreateAsync();
        var turns = Enumerable.Range(0, 30).Select(_ => Guid.CreateVersion7()).ToArray();
        var readers = turns.SelectMany(turn => Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            stream.ReadAsync(turn, ReplyPosition.Start, _patience.Token).Select(e => e.Position.Sequence).ToListAsync().AsTask()))).ToArray();

        await Task.WhenAll(turns.Select(turn => Task.Run(async () =>
        {
            for (var i = 1; i <= 50; i++)
            {
                await stream.AppendAsync(turn, 1, i, Event(i is 50 ? "done" : "token"), default);
            }
        })));

        Assert.All(await Task.WhenAll(readers), read => Assert.Equal(Enumerable.Range(1, 50), read));
    }

    [Fact]
    public async Task A_reader_who_goes_away_is_let_go()
    {
        var stream = await CreateAsync();
        using var gone = new CancellationTokenSource();
        var reading = stream.ReadAsync(_turn, ReplyPosition.Start, gone.Token).ToListAsync().AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    protected async Task AppendAsync(IReplyStream stream, int attempt, string types)
    {
        foreach (var (i, type) in types.Split(' ').Index())
        {
            await stream.AppendAsync(_turn, attempt, i + 1, Event(type), default);
        }
    }

    protected async Task<string> ReadAsync(IReplyStream stream, ReplyPosition after) =>
        string.Join(", ", await stream.ReadAsync(_turn, after, _patience.Token).Select(e => $"{e.Position} {e.Event.Type}").ToListAsync());

    private static ReplyEvent Event(string type) => new(type, new JsonObject { ["text"] = type });
}
