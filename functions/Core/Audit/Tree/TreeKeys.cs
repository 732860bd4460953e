using System.Globalization;
using System.Security.Cryptography;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>The signing keys of the log. Seeds lie wrapped by the key vault among the documents; the first is made at first use, by one process. All keys sign under one origin, made with the first.</summary>
public sealed class TreeKeys(IDocumentStore documents, IKeyVault vault, TimeProvider time) : ITreeKeys, IDisposable
{
    /// <summary>The container of the keys.</summary>
    public const string Container = "audit-signing-keys";

    private const string Partition = "checkpoints";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<NoteSigner> _old = [];
    private NoteSigner? _signer;
    private DateTimeOffset _lookedAt;

    /// <inheritdoc/>
    public async ValueTask<NoteSigner> SignerAsync(CancellationToken cancellationToken)
    {
        if (_signer is { } signer && time.GetUtcNow() - _lookedAt < LookAgain)
        {
            return signer;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await LoadAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NoteVerifier>> VerifiersAsync(CancellationToken cancellationToken)
    {
        await SignerAsync(cancellationToken);
        return [.. (await StoredAsync(cancellationToken)).Select(k => k.ToVerifier())];
    }

    /// <summary>All public keys, oldest first, with the time in which each signs.</summary>
    public async Task<IReadOnlyList<TreeKeyValidity>> ListAsync(CancellationToken cancellationToken)
    {
        await SignerAsync(cancellationToken);
        var stored = await StoredAsync(cancellationToken);
        return [.. stored.Select((key, i) => new TreeKeyValidity(key.ToVerifier(), key.Since, i + 1 < stored.Count ? stored[i + 1].Since + LookAgain : null))];
    }

    /// <summary>Adds a key, which signs from now on here and within half a minute in every other process. Older keys stay to check what they signed.</summary>
    /// <returns>The new public key.</returns>
    public async Task<NoteVerifier> RotateAsync(CancellationToken cancellationToken)
    {
        await SignerAsync(cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var stored = await StoredAsync(cancellationToken);
            await AddAsync(stored.Count + 1, stored[0].Origin, cancellationToken);
            return (await LoadAsync(cancellationToken)).Verifier;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Wipes the keys in memory.</summary>
    public void Dispose()
    {
        _signer?.Dispose();
        _old.ForEach(s => s.Dispose());
        _gate.Dispose();
    }

    private async Task<NoteSigner> LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await StoredAsync(cancellationToken);
        if (stored.Count == 0)
        {
            var origin = "retail-serverless/audit/" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            await AddAsync(1, origin, cancellationToken);
            stored = await StoredAsync(cancellationToken);
        }

        var newest = stored[^1];
        if (_signer is null || !_signer.Verifier.PublicKey.AsSpan().SequenceEqual(newest.PublicKey))
        {
            var seed = await vault.UnwrapAsync(newest.Seed, cancellationToken);
            var signer = new NoteSigner(newest.Origin, seed);
            CryptographicOperations.ZeroMemory(seed);

            // A write that is under way may still sign with the one before.
            if (_signer is { } before)
            {
                _old.Add(before);
            }

            _signer = signer;
        }

        _lookedAt = time.GetUtcNow();
        return _signer;
    }

    private async Task AddAsync(int number, string origin, CancellationToken cancellationToken)
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        try
        {
            using var signer = new NoteSigner(origin, seed);
            var key = new StoredKey(origin, signer.Verifier.PublicKey, time.GetUtcNow(), await vault.WrapAsync(seed, cancellationToken));

            // Whoever comes second finds the key of the first in its place and uses that.
            var place = new DocumentKey(Container, Partition, number.ToString("0000", CultureInfo.InvariantCulture));
            await documents.UpsertAsync(place, key, WriteCondition.IfAbsent, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private async Task<List<StoredKey>> StoredAsync(CancellationToken cancellationToken) =>
        await documents.QueryAsync<StoredKey>(Container, Partition, DocumentQuery.All, cancellationToken).Select(d => d.Value).ToListAsync(cancellationToken);

    private sealed record StoredKey(string Origin, byte[] PublicKey, DateTimeOffset Since, WrappedKey Seed)
    {
        public NoteVerifier ToVerifier() => new(Origin, PublicKey);
    }
}

/// <summary>A public key of the log.</summary>
/// <param name="Key">The key.</param>
/// <param name="Since">Since when it signs, UTC.</param>
/// <param name="Until">When at the latest it signed for the last time, UTC; <see langword="null"/> for the one that signs now. What it signed stays valid.</param>
public sealed record TreeKeyValidity(NoteVerifier Key, DateTimeOffset Since, DateTimeOffset? Until);
