using CsCheck;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Tests.Policies;

public sealed class PolicyOrderPropertyTests
{
    private static readonly Gen<(int Kind, int Which, int Hours)> Steps = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 20], Gen.Int[-50, 200]);

    [Fact]
    public void At_any_instant_the_newest_approved_version_whose_date_has_come_is_in_effect_whatever_the_order() =>
        Steps.Array[1, 40].Sample(steps => Task.Run(() => WalkAsync(steps)).GetAwaiter().GetResult(), iter: 80);

    private static async Task WalkAsync((int Kind, int Which, int Hours)[] steps)
    {
        var board = await PolicyBoard.CreateAsync();
        var dates = new Dictionary<int, DateTimeOffset> { [1] = board.Clock.GetUtcNow() };
        var wanted = new SortedDictionary<int, DateTimeOffset>();
        var approved = new HashSet<int> { 1 };
        foreach (var (kind, which, hours) in steps)
        {
            var now = board.Clock.GetUtcNow();
            var version = wanted.Count == 0 ? 0 : wanted.Keys.ElementAt(which % wanted.Count);
            switch (kind)
            {
                case 0 or 1:
                    var proposed = (await board.ProposeAsync($"mood: m{wanted.Count + dates.Count}-{which}-{hours}", from: now.AddHours(hours))).Value.Value.Version;
                    wanted[proposed] = now.AddHours(hours);
                    break;
                case 2 or 3 when version > 0:
                    if ((await board.ApproveAsync(version)).Failure is null && approved.Add(version))
                        dates[version] = wanted[version] > now ? wanted[version] : now;
                    break;
                case 4 when version > 0:
                    await board.RejectAsync(version, PolicyBoard.Carla);
                    break;
                default:
                    board.Clock.Advance(TimeSpan.FromHours(Math.Abs(hours)));
                    break;
            }

            // The board's own process sees a change at once, another one within a second.
            var at = board.Clock.GetUtcNow();
            var expected = dates.Where(d => d.Value <= at).Max(d => d.Key);
            var history = await board.Versions.ReadAsync(PolicyBoard.Id, default);
            Assert.Equal(expected, await new PolicyBoardReader(board).ReadAsync());
            Assert.Equal(expected, history.InEffect(at)!.Version);
            Assert.Single(history.Versions, v => history.StandingOf(v.Value, at) == PolicyStanding.InEffect);
        }

        Assert.Equal(approved.Count - 1, (await board.AuditAsync("policy.approved")).Count);
    }

    // A process that starts now.
    private sealed class PolicyBoardReader(PolicyBoard board)
    {
        public async Task<int> ReadAsync() => (await new PolicyStore(board.Documents, board.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<PolicyStore>.Instance)
            .GetAsync<PolicyBoard.Tone>(PolicyBoard.Id, default)).Value.Version;
    }
}
