using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy;

/// <summary>
/// The data key of each person, and the shop's for what concerns nobody. What is encrypted under a person's key is unreadable for ever once the key is destroyed.
/// </summary>
public interface IPersonKeys
{
    /// <summary>The key of a person, made at first use; of the shop for <see langword="null"/>. 32 bytes.</summary>
    /// <exception cref="KeyDestroyedException">The person has been erased.</exception>
    ValueTask<byte[]> GetOrCreateAsync(PersonId? person, CancellationToken cancellationToken);

    /// <summary>The key when there is one; <see langword="null"/> when it was never made or has been destroyed.</summary>
    ValueTask<byte[]?> FindAsync(PersonId? person, CancellationToken cancellationToken);

    /// <summary>Destroys a person's key in the store and in every cache of this process.</summary>
    Task DestroyAsync(PersonId person, CancellationToken cancellationToken);
}

/// <summary>The key that was asked for has been destroyed.</summary>
public sealed class KeyDestroyedException() : InvalidOperationException("The person's data key has been destroyed; nothing can be written about them under it.");
