using RetailServerless.Core.Access;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Tests.Access;

public sealed class StorefrontKeysTests : IDisposable
{
    private readonly AccessParts _parts = new();

    [Fact]
    public async Task The_first_key_is_made_once()
    {
        var first = await _parts.Keys.EnsureFirstKeyAsync(default);
        var second = await _parts.Keys.EnsureFirstKeyAsync(default);

        Assert.StartsWith("sfk_main_", first);
        Assert.Null(second);
        Assert.DoesNotContain(StorefrontScopes.Imports, (await FindAsync(first!))!.Scopes);
    }

    [Fact]
    public async Task A_revoked_first_key_is_not_made_again()
    {
        await _parts.Keys.EnsureFirstKeyAsync(default);
        await _parts.Keys.RevokeAsync("main", "system", default);

        Assert.Null(await _parts.Keys.EnsureFirstKeyAsync(default));
    }

    [Fact]
    public async Task Many_starts_at_once_make_one_first_key()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _parts.Keys.EnsureFirstKeyAsync(default))));

        Assert.NotNull(await FindAsync(Assert.Single(made, key => key is not null)!));
    }

    [Fact]
    public async Task A_rotated_key_is_good_for_the_grace_period_and_the_new_one_at_once()
    {
        var old = await _parts.KeyAsync();

        var young = (await _parts.Keys.RotateAsync("main", TimeSpan.FromHours(1), "system", default)).Value;

        Assert.NotNull(await FindAsync(old));
        Assert.NotNull(await FindAsync(young));
        _parts.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await FindAsync(old));
        Assert.NotNull(await FindAsync(young));
    }

    [Fact]
    public async Task A_running_process_notices_a_change_by_another_one_within_a_second()
    {
        var key = await _parts.KeyAsync();
        await FindAsync(key);
        var other = _parts.OtherProcess();
        await other.RevokeAsync("main", "system", default);
        _parts.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await FindAsync(key));
    }

    [Fact]
    public async Task Every_change_leaves_an_entry_without_the_key()
    {
        var key = await _parts.KeyAsync();
        await _parts.Keys.RotateAsync("main", TimeSpan.Zero, "Platform.Admin", default);
        await _parts.Keys.RevokeAsync("main", "Platform.Admin", default);

        Assert.Equal(["access.key-created", "access.key-rotated", "access.key-revoked"], _parts.Audit.Events.Select(e => e.Kind));
        Assert.All(_parts.Audit.Events, e => Assert.DoesNotContain("sfk_", e.Body.ToJsonString()));
        Assert.NotEmpty(key);
    }

    [Fact]
    public async Task Wrong_wishes_are_refused()
    {
        await _parts.KeyAsync("gone");
        await _parts.Keys.RevokeAsync("gone", "system", default);

        Assert.Equal("invalid-key-name", (await _parts.Keys.CreateAsync("No Name", StorefrontScopes.Default, "system", default)).Failure!.Code);
        Assert.Equal("unknown-scope", (await _parts.Keys.CreateAsync("web", ["everything"], "system", default)).Failure!.Code);
        Assert.Equal("key-exists", (await _parts.Keys.CreateAsync("gone", StorefrontScopes.Default, "system", default)).Failure!.Code);
        Assert.Equal("unknown-key", (await _parts.Keys.RotateAsync("nobody", TimeSpan.Zero, "system", default)).Failure!.Code);
        Assert.Equal("key-revoked", (await _parts.Keys.RotateAsync("gone", TimeSpan.Zero, "system", default)).Failure!.Code);
        Assert.Equal(FailureKind.Invalid, (await _parts.Keys.RotateAsync("gone", TimeSpan.FromDays(31), "system", default)).Failure!.Kind);
    }

    [Fact]
    public async Task The_command_line_makes_lists_rotates_and_revokes()
    {
        var (created, plain) = await RunAsync("keys", "create", "erp", "--scopes", "imports,search");
        var (_, young) = await RunAsync("keys", "rotate", "erp", "--grace", "30m");
        var (_, list) = await RunAsync("keys", "list");
        var (revoked, _) = await RunAsync("keys", "revoke", "erp");
        var (again, complaint) = await RunAsync("keys", "revoke", "erp");
        var (misunderstood, usage) = await RunAsync("keys", "rotate", "erp", "--grace", "soon");

        Assert.Equal((0, 0, 1, 2), (created, revoked, again, misunderstood));
        Assert.StartsWith("sfk_erp_", plain);
        Assert.StartsWith("sfk_erp_", young);
        Assert.Contains("erp\trotated, old key still good\timports,search", list);
        Assert.Contains("revoked", complaint);
        Assert.Contains("usage", usage);
    }

    [Fact]
    public async Task A_demo_key_is_a_new_one_each_time_and_the_one_before_is_over()
    {
        var (first, before) = await RunAsync("keys", "demo");
        var (second, now) = await RunAsync("keys", "demo");

        Assert.Equal((0, 0), (first, second));
        Assert.Null(await FindAsync(before.Trim()));
        Assert.NotNull(await FindAsync(now.Trim()));
    }

    public void Dispose() => _parts.Dispose();

    private async Task<StorefrontKey?> FindAsync(string key) => await _parts.Get<StorefrontKeyRing>().FindAsync(key, default);

    private async Task<(int Code, string Text)> RunAsync(params string[] args)
    {
        await using var text = new StringWriter();
        var code = await _parts.Get<AccessCommands>().RunAsync(args, text, text, default);
        return (code, text.ToString());
    }
}
