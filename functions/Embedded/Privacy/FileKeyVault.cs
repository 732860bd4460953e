using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.Privacy;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Privacy;

/// <summary>
/// Wraps data keys with AES-256-GCM under a master key in a file of mode 0600. A wrapped key is nonce (12 bytes), ciphertext, tag (16 bytes); the version of the master key is authenticated with
/// it. Nonces are random: NIST SP 800-38D allows 2^32 of them under one key.
/// </summary>
public sealed class FileKeyVault : IKeyVault
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly string _path;
    private volatile IReadOnlyList<MasterKey> _keys;

    /// <summary>Reads the key file; makes it at the first start.</summary>
    /// <exception cref="DataFolderException">Others may read it, or it is damaged.</exception>
    public FileKeyVault(string path)
    {
        _path = path;
        _keys = MasterKeyFile.ReadOrCreate(path);
    }

    /// <inheritdoc/>
    public ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var master = _keys[^1];
        var wrapped = new byte[NonceBytes + dataKey.Length + TagBytes];
        var nonce = wrapped.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(master.Key, TagBytes);
        aes.Encrypt(nonce, dataKey.Span, wrapped.AsSpan(NonceBytes, dataKey.Length), wrapped.AsSpan(NonceBytes + dataKey.Length), AssociatedData(master.Version));
        return ValueTask.FromResult(new WrappedKey(master.Version, wrapped));
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var length = wrapped.Value.Length - NonceBytes - TagBytes;
        if (length < 0)
            throw new CryptographicException("A wrapped key is too short.");

        var value = wrapped.Value.AsSpan();
        var dataKey = new byte[length];
        using var aes = new AesGcm(Find(wrapped.MasterKeyVersion).Key, TagBytes);
        aes.Decrypt(value[..NonceBytes], value.Slice(NonceBytes, length), value[(NonceBytes + length)..], dataKey, AssociatedData(wrapped.MasterKeyVersion));
        return ValueTask.FromResult(dataKey);
    }

    /// <summary>Adds a version of the master key, under which keys are wrapped from now on. What older versions wrapped is still unwrapped.</summary>
    /// <exception cref="DataFolderException">The key file cannot be written.</exception>
    public void Rotate() => _keys = MasterKeyFile.AddVersion(_path);

    // Another process may have added a version since.
    private MasterKey Find(string version)
    {
        if (_keys.FirstOrDefault(k => k.Version == version) is { } known)
            return known;

        _keys = MasterKeyFile.ReadOrCreate(_path);
        return _keys.FirstOrDefault(k => k.Version == version)
            ?? throw new CryptographicException("The version of the master key that wrapped this key is gone.");
    }

    private static byte[] AssociatedData(string version) => Encoding.UTF8.GetBytes("retail-serverless/data-key/" + version);
}
