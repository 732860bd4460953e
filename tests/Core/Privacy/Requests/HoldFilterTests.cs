using System.Text.Json.Nodes;
using RetailServerless.Core.Privacy.Requests.Holds;

namespace RetailServerless.Core.Tests.Privacy.Requests;

public sealed class HoldFilterTests
{
    private static readonly JsonObject Order = JsonNode.Parse("""{"id":"O-1","customer":"C1","placedAt":"2026-03-05T10:00:00Z","lines":[{"sku":"P5"}]}""")!.AsObject();
    private static readonly JsonObject Visit = JsonNode.Parse("""{"session":"s","events":[{"id":"e","at":"2026-03-05T10:00:00Z"},{"id":"f","at":"2026-03-07T10:00:00Z"}]}""")!.AsObject();

    [Fact]
    public void A_hold_covers_its_stores_and_only_those()
    {
        Assert.True(HoldFilter.Covers(new HoldScope(["orders"], []), "orders", Order));
        Assert.False(HoldFilter.Covers(new HoldScope(["orders"], []), "reviews", Order));
    }

    [Theory]
    [InlineData("O-1", true)]
    [InlineData("O-10", false)]
    [InlineData("P5", false)]
    public void A_hold_on_items_covers_just_those(string number, bool covered) =>
        Assert.Equal(covered, HoldFilter.Covers(new HoldScope(["orders"], [number]), "orders", Order));

    [Theory]
    [InlineData("2026-03-05T10:00:00Z", "2026-03-05T10:00:01Z", true)]
    [InlineData("2026-03-05T10:00:01Z", null, false)]
    [InlineData(null, "2026-03-05T10:00:00Z", false)]
    [InlineData(null, null, true)]
    public void A_hold_on_a_time_covers_what_happened_in_it(string? from, string? to, bool covered) =>
        Assert.Equal(covered, HoldFilter.Covers(new HoldScope(["orders"], [], At(from), At(to)), "orders", Order));

    [Fact]
    public void A_list_is_covered_when_one_of_its_entries_is()
    {
        Assert.True(HoldFilter.Covers(new HoldScope(["events"], [], At("2026-03-07T00:00:00Z")), "events", Visit));
        Assert.False(HoldFilter.Covers(new HoldScope(["events"], [], At("2026-03-08T00:00:00Z")), "events", Visit));
    }

    [Fact]
    public void What_cannot_be_dated_is_kept() =>
        Assert.True(HoldFilter.Covers(new HoldScope(["notes"], [], At("2026-03-08T00:00:00Z")), "notes", new JsonObject { ["text"] = "x" }));

    private static DateTimeOffset? At(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
