using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Privacy;

/// <summary>Keeps the master key and never gives it out. Embedded: a file of mode 0600; Azure: Key Vault.</summary>
public interface IKeyVault
{
    /// <summary>Wraps a data key under the newest version of the master key (NIST SP 800-38F, or the vault's own algorithm).</summary>
    ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken);

    /// <summary>Unwraps a data key.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The wrapped key was altered, or its master key is gone.</exception>
    ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, CancellationToken cancellationToken);
}

/// <summary>A data key that only the vault can open.</summary>
/// <param name="MasterKeyVersion">Which version of the master key wrapped it.</param>
/// <param name="Value">The wrapped bytes.</param>
[Secret(Container = Requests.RequestKeys.Container)]
public sealed record WrappedKey(string MasterKeyVersion, byte[] Value);
