namespace RetailServerless.Core.Privacy;

/// <summary>What the store keeps of a data key: the key as only the vault can open it, or the mark that it was destroyed, which stays so that none is made anew.</summary>
internal sealed record PersonKeyRecord
{
    public string? MasterKeyVersion { get; init; }

    public byte[]? Value { get; init; }

    public bool Destroyed { get; init; }

    public static PersonKeyRecord Mark { get; } = new() { Destroyed = true };

    public static PersonKeyRecord Of(WrappedKey key) => new() { MasterKeyVersion = key.MasterKeyVersion, Value = key.Value };
}
