using CsCheck;
using RetailServerless.Core.Consent;

namespace RetailServerless.Core.Tests.Consent;

public sealed class ConsentPropertyTests
{
    private static readonly Purpose[] NeedConsent = [.. PurposeNames.All.Where(p => p != Purpose.Service)];

    private static readonly Gen<(int Kind, int Purpose, int Days)> Steps = Gen.Select(Gen.Int[0, 5], Gen.Int[0, NeedConsent.Length - 1], Gen.Int[0, 500]);

    [Fact]
    public void The_gate_agrees_with_a_plain_model_whatever_happens_in_which_order() =>
        Steps.Array[1, 40].Sample(steps => Task.Run(() => WalkAsync(steps)).GetAwaiter().GetResult(), iter: 60);

    private static async Task WalkAsync((int Kind, int Purpose, int Days)[] steps)
    {
        var fixture = await ConsentFixture.CreateAsync();
        var until = new Dictionary<Purpose, DateTimeOffset>();
        foreach (var (kind, index, days) in steps)
        {
            var purpose = NeedConsent[index];
            switch (kind)
            {
                case 0 or 1:
                    await fixture.OptInAsync(purpose);
                    Grant(until, purpose, fixture.Clock.GetUtcNow());
                    break;
                case 2:
                    await fixture.PutAsync(purpose, false);
                    until.Remove(purpose);
                    break;
                case 3:
                    fixture.Clock.Advance(TimeSpan.FromDays(days));
                    break;
                case 4:
                    await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);
                    until.Remove(Purpose.SaleOrShare);
                    break;
                default:
                    // A crash of the log in the middle of a change: the change holds, and the next one makes the rest good.
                    fixture.AuditStore.BeforeAppend = _ => throw new IOException("gone");
                    await TryPutAsync(fixture, purpose, false);
                    fixture.AuditStore.BeforeAppend = null;
                    until.Remove(purpose);
                    break;
            }

            foreach (var asked in NeedConsent)
            {
                var expected = until.TryGetValue(asked, out var end) && end > fixture.Clock.GetUtcNow();
                Assert.Equal(expected, (await fixture.AskAsync(asked)).Grant is not null);
                Assert.Equal(expected && asked != Purpose.SaleOrShare, (await fixture.AskAsync(asked, gpc: true)).Grant is not null);
            }
        }

        var receipts = await fixture.ReceiptsAsync();
        Assert.Equal(Enumerable.Range(1, receipts.Count), receipts.Select(r => r.Number));
        Assert.Equal(receipts.Select(r => r.ReceiptId.ToString()).Order(), (await fixture.AuditAsync())
            .SelectMany(e => e.Body!["changes"]!.AsArray().Select(c => (string?)c!["receiptId"])).Order());
    }

    // Agreeing again while it holds changes nothing, so it does not prolong either.
    private static void Grant(Dictionary<Purpose, DateTimeOffset> until, Purpose purpose, DateTimeOffset now)
    {
        var days = purpose switch
        {
            Purpose.Marketing => 730,
            Purpose.SaleOrShare or Purpose.Sensitive => 365,
            _ => 395,
        };
        if (!until.TryGetValue(purpose, out var end) || end <= now)
            until[purpose] = now.AddDays(days);
    }

    private static async Task TryPutAsync(ConsentFixture fixture, Purpose purpose, bool granted)
    {
        try
        {
            await fixture.PutAsync(purpose, granted);
        }
        catch (IOException)
        {
            // What the test wants to happen.
        }
    }
}
