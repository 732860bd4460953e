using System.Text.Json;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Tests.Decisions;

public sealed class DecisionStoreTests
{
    private readonly DecisionFixture _fixture = new();

    [Fact]
    public async Task A_record_is_found_as_it_was_saved()
    {
        var record = DecisionFixture.Record();

        await _fixture.Store.SaveAsync(record, default);

        var found = await _fixture.Store.FindAsync(record.Id, default);
        Assert.Equal(JsonSerializer.Serialize(record, PlatformJson.Options), JsonSerializer.Serialize(found, PlatformJson.Options));
        Assert.Null(await _fixture.Store.FindAsync(Guid.NewGuid(), default));
    }

    [Fact]
    public async Task A_record_is_stored_only_sealed()
    {
        await _fixture.Store.SaveAsync(DecisionFixture.Record(), default);

        var dump = _fixture.Documents.Dump();
        Assert.DoesNotContain("SKU-1", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("price you named", dump, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_audit_entry_commits_to_it()
    {
        var record = DecisionFixture.Record();

        await _fixture.Store.SaveAsync(record, default);

        var dossier = await _fixture.Explainer.OpenDossierAsync(record, default);
        Assert.Equal(new DecisionProof(record.AuditEntryId, 0, AuditBodyState.Verified, true), dossier.Audit);
        var leaf = AuditLeaf.Parse(_fixture.AuditStore.Entries[0].Leaf);
        Assert.Equal(("chat.turn", "offline-responder@1", "chat/returns@1"), (leaf.Kind, leaf.Model, leaf.Policy));
        var other = await _fixture.Explainer.OpenDossierAsync(record with { Outcome = "cannot-answer" }, default);
        Assert.False(other.Audit!.Committed);
    }

    [Fact]
    public async Task Saved_twice_it_is_one_record_and_one_entry_that_agree()
    {
        var record = DecisionFixture.Record();
        await _fixture.Store.SaveAsync(record, default);

        await _fixture.Store.SaveAsync(record with { At = record.At.AddSeconds(5) }, default);

        Assert.Single(_fixture.AuditStore.Entries);
        var found = (await _fixture.Store.FindAsync(record.Id, default))!;
        Assert.Equal(record.At, found.At);
        Assert.True((await _fixture.Explainer.OpenDossierAsync(found, default)).Audit!.Committed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_half_way_is_made_good_by_saving_again(bool auditBroken)
    {
        var record = DecisionFixture.Record();
        _fixture.AuditStore.BeforeAppend = _ => auditBroken ? throw new IOException("gone") : Task.CompletedTask;
        _fixture.Documents.Fault = (_, container) => !auditBroken && container == DecisionOwner.Container ? new IOException("gone") : null;
        await Assert.ThrowsAsync<IOException>(() => _fixture.Store.SaveAsync(record, default));

        _fixture.AuditStore.BeforeAppend = null;
        _fixture.Documents.Fault = null;
        await _fixture.Store.SaveAsync(record with { At = record.At.AddSeconds(5) }, default);

        var found = (await _fixture.Store.FindAsync(record.Id, default))!;
        Assert.True((await _fixture.Explainer.OpenDossierAsync(found, default)).Audit!.Committed);
        Assert.Single(_fixture.AuditStore.Entries);
    }

    [Fact]
    public async Task With_the_key_the_record_dies()
    {
        var record = DecisionFixture.Record();
        await _fixture.Store.SaveAsync(record, default);

        await _fixture.Keys.DestroyAsync(DecisionFixture.Ada, default);

        Assert.Null(await _fixture.Store.FindAsync(record.Id, default));
        await Assert.ThrowsAsync<KeyDestroyedException>(() => _fixture.Store.SaveAsync(DecisionFixture.Record(), default));
    }

    [Fact]
    public async Task Erasing_leaves_neither_record_nor_index_nor_review()
    {
        var record = DecisionFixture.Record();
        await _fixture.Store.SaveAsync(record, default);
        await _fixture.Contests.OpenAsync(record, "wrong", "shopper", null, default);
        IPersonalDataStore[] stores =
            [new DecisionPersonalData(_fixture.Documents, _fixture.Keys), new ReviewPersonalData(_fixture.Documents, _fixture.Keys)];
        foreach (var store in stores)
            Assert.Equal(1, await store.CountAsync(DecisionFixture.Ada, default));

        foreach (var store in stores)
            Assert.Equal(1, await store.EraseAsync(DecisionFixture.Ada, default));

        foreach (var store in stores)
            Assert.Equal(0, await store.CountAsync(DecisionFixture.Ada, default));
        Assert.Equal(string.Empty, _fixture.Documents.Dump());
    }

    [Fact]
    public async Task An_export_gives_record_and_reason_in_clear()
    {
        var record = DecisionFixture.Record();
        await _fixture.Store.SaveAsync(record, default);
        await _fixture.Contests.OpenAsync(record, "This is wrong.", "shopper", null, default);

        var records = new DecisionPersonalData(_fixture.Documents, _fixture.Keys).ExportAsync(DecisionFixture.Ada, default);
        var reviews = new ReviewPersonalData(_fixture.Documents, _fixture.Keys).ExportAsync(DecisionFixture.Ada, default);

        Assert.Equal(record.Id.ToString(), (string?)(await records.SingleAsync())["id"]);
        Assert.Equal("This is wrong.", (string?)(await reviews.SingleAsync())["reason"]);
    }
}
