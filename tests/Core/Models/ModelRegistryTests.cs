using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Models;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Models;

public sealed class ModelRegistryTests
{
    private readonly MemoryDocumentStore _documents = new();
    private readonly MemoryAuditStore _audit = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly ModelRegistry _registry;

    public ModelRegistryTests()
    {
        _registry = new ModelRegistry(_documents, new AuditLog(_audit, new MemoryPersonKeys(), _clock), _clock, NullLogger<ModelRegistry>.Instance);
    }

    [Fact]
    public async Task What_ships_with_the_product_serves_and_is_in_the_log()
    {
        await _registry.SeedAsync([Card()], default);

        Assert.Equal("responder@1", (await _registry.GetServingAsync("responder", default)).Value.Reference);
        var leaves = _audit.Entries.Select(e => AuditLeaf.Parse(e.Leaf)).ToList();
        Assert.Equal(["model.approved", "model.registered"], leaves.Select(l => l.Kind).Order());
        Assert.All(leaves, leaf => Assert.Equal("responder@1", leaf.Model));
    }

    [Fact]
    public async Task Seeding_again_changes_nothing_and_says_nothing()
    {
        await _registry.SeedAsync([Card()], default);
        _clock.Advance(TimeSpan.FromDays(1));

        await _registry.SeedAsync([Card() with { Limitations = "none, we swear" }], default);

        Assert.Equal(2, _audit.Entries.Count);
        var version = Assert.Single(await _registry.ListAsync(default));
        Assert.Equal(Card(), version.Card);
        Assert.Equal(_clock.GetUtcNow().AddDays(-1), version.RegisteredAt);
    }

    [Fact]
    public async Task The_newest_approved_version_serves()
    {
        await _registry.SeedAsync([Card(), Card() with { Version = 2 }, Card() with { Version = 10 }], default);
        await SetStatusAsync(10, ModelStatus.Proposed);

        Assert.Equal("responder@2", (await _registry.GetServingAsync("responder", default)).Value.Reference);
    }

    [Theory]
    [InlineData(ModelStatus.Proposed)]
    [InlineData(ModelStatus.Retired)]
    public async Task What_is_not_approved_does_not_serve_within_a_second(ModelStatus status)
    {
        await _registry.SeedAsync([Card()], default);
        Assert.Null((await _registry.GetServingAsync("responder", default)).Failure);
        await SetStatusAsync(1, status);

        _clock.Advance(ModelRegistry.MaxAge);

        Assert.Equal("model-not-approved", (await _registry.GetServingAsync("responder", default)).Failure!.Code);
    }

    [Fact]
    public async Task A_model_that_nobody_registered_does_not_serve() =>
        Assert.Equal("model-not-approved", (await _registry.GetServingAsync("rogue", default)).Failure!.Code);

    [Fact]
    public async Task When_the_registry_does_not_answer_no_model_serves()
    {
        await _registry.SeedAsync([Card()], default);
        _documents.Fault = (_, _) => new IOException("gone");

        Assert.Equal("model-registry-unavailable", (await _registry.GetServingAsync("responder", default)).Failure!.Code);
    }

    [Fact]
    public async Task A_card_that_says_nothing_is_no_card() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _registry.SeedAsync([Card() with { Evaluation = " " }], default));

    private static ModelCard Card() => new()
    {
        Name = "responder",
        Version = 1,
        Kind = "rules",
        IntendedUse = "Composes answers from evidence.",
        OutOfScopeUse = "Free conversation.",
        Data = "None.",
        Evaluation = "Tests of the product.",
        Limitations = "Knows only the catalog.",
        EthicalConsiderations = "Decides nothing about people.",
    };

    private async Task SetStatusAsync(int version, ModelStatus status)
    {
        var key = new DocumentKey(ModelDocument.Container, "responder", ModelDocument.DocumentId(version));
        var stored = (await _documents.GetAsync<ModelDocument>(key, default))!;
        await _documents.UpsertAsync(key, stored.Value with { Status = status }, WriteCondition.Always, default);
    }
}
