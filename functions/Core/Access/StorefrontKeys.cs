using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Access;

/// <summary>Makes, rotates and revokes storefront keys. A key is given in plain once, when it is made; every change leaves an audit entry.</summary>
public sealed class StorefrontKeys(IDocumentStore documents, IAuditLog audit, StorefrontKeyRing ring, TimeProvider time)
{
    /// <summary>The container of the keys.</summary>
    public const string Container = "storefront-keys";

    /// <summary>Name of the key that is made at first start.</summary>
    public const string FirstName = "main";

    /// <summary>How long a rotated key stays good when nothing else is said.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromHours(1);

    /// <summary>The longest a rotated key may stay good.</summary>
    public static readonly TimeSpan MaxGrace = TimeSpan.FromDays(30);

    internal const string Partition = "shop";

    /// <summary>Makes the first key when there has never been one.</summary>
    /// <returns>The plain key when it was made now; <see langword="null"/> when there are keys already.</returns>
    public async Task<string?> EnsureFirstKeyAsync(CancellationToken cancellationToken)
    {
        if ((await ListAsync(cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            return null;
        }

        var created = await CreateAsync(FirstName, StorefrontScopes.Default, "system", cancellationToken).ConfigureAwait(false);
        return created.TryGet(out var key, out _) ? key : null;
    }

    /// <summary>All keys, revoked ones too, by name.</summary>
    public async Task<IReadOnlyList<StorefrontKey>> ListAsync(CancellationToken cancellationToken)
    {
        var keys = new List<StorefrontKey>();
        await foreach (var document in documents.QueryAsync<StorefrontKey>(Container, Partition, DocumentQuery.All, cancellationToken).ConfigureAwait(false))
        {
            keys.Add(document.Value);
        }

        return keys;
    }

    /// <summary>Makes a key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="scopes">What it may be used for.</param>
    /// <param name="actorRole">Role of who asks.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The plain key, or <c>invalid-key-name</c>, <c>unknown-scope</c>, <c>key-exists</c>.</returns>
    public async Task<Result<string>> CreateAsync(string name, IReadOnlyList<string> scopes, string actorRole, CancellationToken cancellationToken)
    {
        if (!StorefrontSecret.IsName(name))
        {
            return new Failure(FailureKind.Invalid, "invalid-key-name", $"The name of a storefront key is 1 to {StorefrontSecret.MaxNameLength} lower-case letters, digits and hyphens.");
        }

        if (scopes.Count == 0 || scopes.Except(StorefrontScopes.All, StringComparer.Ordinal).Any())
        {
            return new Failure(FailureKind.Invalid, "unknown-scope", $"Scopes are one or more of {string.Join(", ", StorefrontScopes.All)}.");
        }

        var plain = StorefrontSecret.Create(name);
        var key = new StorefrontKey { Name = name, Scopes = [.. scopes.Distinct(StringComparer.Ordinal)], Hash = StorefrontSecret.Hash(plain), CreatedAt = time.GetUtcNow() };
        if (await documents.UpsertAsync(KeyOf(name), key, WriteCondition.IfAbsent, cancellationToken).ConfigureAwait(false) is null)
        {
            return new Failure(FailureKind.Conflict, "key-exists", $"There is a storefront key '{name}' already. Rotate it, or choose another name.");
        }

        await RecordAsync("access.key-created", key, actorRole, cancellationToken).ConfigureAwait(false);
        return plain;
    }

    /// <summary>Gives a key a new secret; the old one stays good for the grace period.</summary>
    /// <returns>The new plain key, or <c>unknown-key</c>, <c>key-revoked</c>, <c>invalid-grace</c>, <c>key-changed</c>.</returns>
    public async Task<Result<string>> RotateAsync(string name, TimeSpan grace, string actorRole, CancellationToken cancellationToken)
    {
        if (grace < TimeSpan.Zero || grace > MaxGrace)
        {
            return new Failure(FailureKind.Invalid, "invalid-grace", $"The grace period is 0 seconds to {MaxGrace.Days} days.");
        }

        var plain = StorefrontSecret.Create(name);
        var now = time.GetUtcNow();
        var changed = await ChangeAsync(
            name,
            key => key with { Hash = StorefrontSecret.Hash(plain), PreviousHash = key.Hash, PreviousValidUntil = now + grace, RotatedAt = now },
            "access.key-rotated",
            actorRole,
            cancellationToken).ConfigureAwait(false);
        return changed.TryGet(out _, out var failure) ? plain : failure;
    }

    /// <summary>Makes a key useless, at once and for good; its name stays taken.</summary>
    /// <returns>The key, or <c>unknown-key</c>, <c>key-revoked</c>, <c>key-changed</c>.</returns>
    public Task<Result<StorefrontKey>> RevokeAsync(string name, string actorRole, CancellationToken cancellationToken) =>
        ChangeAsync(name, key => key with { RevokedAt = time.GetUtcNow() }, "access.key-revoked", actorRole, cancellationToken);

    private static DocumentKey KeyOf(string name) => new(Container, Partition, name);

    private async Task<Result<StorefrontKey>> ChangeAsync(
        string name, Func<StorefrontKey, StorefrontKey> change, string kind, string actorRole, CancellationToken cancellationToken)
    {
        var stored = StorefrontSecret.IsName(name) ? await documents.GetAsync<StorefrontKey>(KeyOf(name), cancellationToken).ConfigureAwait(false) : null;
        if (stored is null)
        {
            return new Failure(FailureKind.NotFound, "unknown-key", "There is no storefront key of this name.");
        }

        if (stored.Value.RevokedAt is not null)
        {
            return new Failure(FailureKind.Conflict, "key-revoked", $"The storefront key '{name}' has been revoked. Make a new one under another name.");
        }

        var changed = change(stored.Value);
        if (await documents.UpsertAsync(stored.Key, changed, WriteCondition.IfMatch(stored.ETag), cancellationToken).ConfigureAwait(false) is null)
        {
            return new Failure(FailureKind.Conflict, "key-changed", $"The storefront key '{name}' was changed by someone else at the same moment. Look at it, then try again.");
        }

        await RecordAsync(kind, changed, actorRole, cancellationToken).ConfigureAwait(false);
        return changed;
    }

    private async Task RecordAsync(string kind, StorefrontKey key, string actorRole, CancellationToken cancellationToken)
    {
        ring.Forget();
        var body = new JsonObject
        {
            ["key"] = key.Name,
            ["scopes"] = new JsonArray([.. key.Scopes.Select(scope => JsonValue.Create(scope))]),
            ["previousValidUntil"] = key.PreviousValidUntil?.UtcDateTime.ToString("O"),
        };
        await audit.AppendAsync(new AuditEvent { EntryId = AuditEvent.NewEntryId(), Kind = kind, ActorRole = actorRole, Body = body }, cancellationToken).ConfigureAwait(false);
    }
}
