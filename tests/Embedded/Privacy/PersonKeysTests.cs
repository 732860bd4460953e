using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Privacy;
using RetailServerless.Embedded.Storage.Documents;

namespace RetailServerless.Embedded.Tests.Privacy;

public sealed class PersonKeysTests : IDisposable
{
    private static readonly PersonId Ada = PersonId.Of(new CustomerId("ada-1815"));
    private static readonly PersonId Bob = PersonId.Of(new CustomerId("bob"));

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SqliteDocumentStore _documents;
    private readonly PersonKeys _keys;

    public PersonKeysTests()
    {
        _documents = new SqliteDocumentStore(_folder.File("documents.db"), _time);
        _keys = OtherProcess();
    }

    [Fact]
    public async Task Everyone_has_a_key_of_their_own_and_the_shop_has_one()
    {
        var keys = new[] { await _keys.GetOrCreateAsync(Ada, default), await _keys.GetOrCreateAsync(Bob, default), await _keys.GetOrCreateAsync(null, default) };

        Assert.All(keys, key => Assert.Equal(32, key.Length));
        Assert.Equal(3, keys.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(keys[0], await OtherProcess().FindAsync(Ada, default));
    }

    [Fact]
    public async Task A_key_that_was_never_made_is_not_found()
    {
        Assert.Null(await _keys.FindAsync(Ada, default));
        await _keys.GetOrCreateAsync(Bob, default);
        Assert.Null(await _keys.FindAsync(Ada, default));
    }

    [Fact]
    public async Task Processes_that_make_a_key_at_once_end_with_one()
    {
        PersonKeys[] processes = [_keys, OtherProcess(), OtherProcess()];

        var made = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(async () => await processes[i % 3].GetOrCreateAsync(Ada, default))));

        Assert.Single(made.Select(Convert.ToHexString).Distinct());
    }

    [Fact]
    public async Task A_destroyed_key_is_never_given_or_made_again()
    {
        await _keys.GetOrCreateAsync(Ada, default);

        await _keys.DestroyAsync(Ada, default);

        Assert.Null(await _keys.FindAsync(Ada, default));
        await Assert.ThrowsAsync<KeyDestroyedException>(async () => await _keys.GetOrCreateAsync(Ada, default));
        await Assert.ThrowsAsync<KeyDestroyedException>(async () => await OtherProcess().GetOrCreateAsync(Ada, default));
        Assert.NotNull(await _keys.GetOrCreateAsync(Bob, default));
    }

    [Fact]
    public async Task Destroying_a_key_that_was_never_made_prevents_one()
    {
        await _keys.DestroyAsync(Ada, default);

        await Assert.ThrowsAsync<KeyDestroyedException>(async () => await _keys.GetOrCreateAsync(Ada, default));
    }

    [Fact]
    public async Task Another_process_stops_using_a_destroyed_key_within_seconds()
    {
        var other = OtherProcess();
        await other.GetOrCreateAsync(Ada, default);
        await _keys.DestroyAsync(Ada, default);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await other.FindAsync(Ada, default));
    }

    [Fact]
    public async Task A_caller_who_wipes_a_key_wipes_only_a_copy()
    {
        var first = await _keys.GetOrCreateAsync(Ada, default);
        var kept = (byte[])first.Clone();

        CryptographicOperations.ZeroMemory(first);

        Assert.Equal(kept, await _keys.GetOrCreateAsync(Ada, default));
    }

    [Fact]
    public async Task A_damaged_key_fails_and_is_not_replaced()
    {
        await _keys.GetOrCreateAsync(Ada, default);
        var partition = await _documents.PartitionsAsync("person-keys", null, default).FirstAsync(p => p != "shop");
        await _documents.UpsertAsync(new DocumentKey("person-keys", partition, "data-key"), new { masterKeyVersion = "1", value = new byte[60] }, WriteCondition.Always, default);

        await Assert.ThrowsAnyAsync<CryptographicException>(async () => await OtherProcess().GetOrCreateAsync(Ada, default));
    }

    [Fact]
    public async Task The_store_of_keys_names_nobody()
    {
        await _keys.GetOrCreateAsync(Ada, default);
        await _keys.DestroyAsync(Ada, default);

        var partitions = await _documents.PartitionsAsync("person-keys", null, default).ToListAsync();

        Assert.Equal(2, partitions.Count);
        Assert.DoesNotContain(partitions, p => p.Contains("ada", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _documents.Dispose();
        _folder.Dispose();
    }

    private PersonKeys OtherProcess() => new(_documents, new FileKeyVault(_folder.File("master.json")), _time);
}
