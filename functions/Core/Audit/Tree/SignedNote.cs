using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>A text with signatures below it (C2SP signed-note, Ed25519 keys).</summary>
public static class SignedNote
{
    private const string Dash = "\u2014 ";

    /// <summary>The note of a text with one signature.</summary>
    /// <param name="text">Whole lines.</param>
    /// <param name="signer">Who signs.</param>
    public static string Sign(string text, NoteSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return $"{text}\n{Dash}{signer.Verifier.Name} {Convert.ToBase64String([.. signer.Verifier.KeyId, .. signer.Sign(Encoding.UTF8.GetBytes(text))])}\n";
    }

    /// <summary>Opens a note: the text, and the first of the keys that signed it. Signatures of others are not looked at.</summary>
    /// <returns><see langword="null"/> when none of the keys signed it, or a signature in the name of one of them is wrong.</returns>
    public static (string Text, NoteVerifier Signer)? Open(string note, IEnumerable<NoteVerifier> keys)
    {
        ArgumentNullException.ThrowIfNull(note);
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !note.EndsWith('\n'))
        {
            return null;
        }

        var known = keys.ToList();
        var text = note[..(split + 1)];
        NoteVerifier? signer = null;
        foreach (var line in note[(split + 2)..^1].Split('\n'))
        {
            if (Read(line) is not { } signature)
            {
                return null;
            }

            if (known.Find(k => k.Name == signature.Name && k.KeyId.AsSpan().SequenceEqual(signature.Value.AsSpan(0, NoteVerifier.KeyIdSize))) is { } key)
            {
                if (!key.Verify(Encoding.UTF8.GetBytes(text), signature.Value.AsSpan(NoteVerifier.KeyIdSize)))
                {
                    return null;
                }

                signer ??= key;
            }
        }

        return signer is null ? null : (text, signer);
    }

    /// <summary>The text of a note, whoever signed it; <see langword="null"/> when it is no note.</summary>
    public static string? TextOf(string note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return note.LastIndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var split ? note[..(split + 1)] : null;
    }

    private static (string Name, byte[] Value)? Read(string line)
    {
        var value = line.LastIndexOf(' ');
        if (!line.StartsWith(Dash, StringComparison.Ordinal) || value <= Dash.Length)
        {
            return null;
        }

        var bytes = new byte[line.Length];
        return Convert.TryFromBase64String(line[(value + 1)..], bytes, out var length) && length > NoteVerifier.KeyIdSize
            ? (line[Dash.Length..value], bytes[..length])
            : null;
    }
}

/// <summary>A public key that checks notes.</summary>
public sealed class NoteVerifier
{
    /// <summary>Bytes of the id of a key.</summary>
    public const int KeyIdSize = 4;

    private const byte Ed25519Type = 1;
    private static readonly SignatureAlgorithm Ed25519 = SignatureAlgorithm.Ed25519;
    private readonly PublicKey _key;

    /// <exception cref="FormatException">These are no bytes of an Ed25519 key.</exception>
    internal NoteVerifier(string name, ReadOnlySpan<byte> publicKey)
    {
        Name = name;
        PublicKey = publicKey.ToArray();
        _key = NSec.Cryptography.PublicKey.Import(Ed25519, publicKey, KeyBlobFormat.RawPublicKey);
        KeyId = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. publicKey])[..KeyIdSize];
    }

    /// <summary>The name under which it signs: the origin of the log.</summary>
    public string Name { get; }

    /// <summary>Four bytes of a hash over name and key, which signatures begin with.</summary>
    public byte[] KeyId { get; }

    /// <summary>32 bytes.</summary>
    public byte[] PublicKey { get; }

    /// <summary>The key as people hand it on: name, id and key, with a plus between them.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{BinaryPrimitives.ReadUInt32BigEndian(KeyId):x8}+{Convert.ToBase64String([Ed25519Type, .. PublicKey])}");

    /// <summary>Reads a key as <see cref="ToString"/> writes it.</summary>
    /// <returns><see langword="null"/> when it is none, or its id does not belong to it.</returns>
    public static NoteVerifier? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Trim().Split('+', 3);
        var bytes = new byte[1 + 32];
        if (parts is not [{ Length: > 0 } name, _, var encoded] || !Convert.TryFromBase64String(encoded, bytes, out var length) || length != bytes.Length || bytes[0] != Ed25519Type)
        {
            return null;
        }

        try
        {
            var key = new NoteVerifier(name, bytes.AsSpan(1));
            return key.ToString() == text.Trim() ? key : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    internal bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => signature.Length == Ed25519.SignatureSize && Ed25519.Verify(_key, text, signature);
}

/// <summary>A private key that signs notes. It stays in memory that is not swapped out and is wiped when it is disposed of.</summary>
public sealed class NoteSigner : IDisposable
{
    private readonly Key _key;

    /// <param name="name">The origin of the log.</param>
    /// <param name="seed">32 bytes.</param>
    public NoteSigner(string name, ReadOnlySpan<byte> seed)
    {
        _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        Verifier = new NoteVerifier(name, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>The key that checks what this one signs.</summary>
    public NoteVerifier Verifier { get; }

    /// <summary>The checkpoint of a tree, signed.</summary>
    public SignedCheckpoint Sign(long size, byte[] root)
    {
        var checkpoint = new Checkpoint(Verifier.Name, size, root);
        return new SignedCheckpoint(checkpoint, SignedNote.Sign(checkpoint.ToText(), this));
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    internal byte[] Sign(ReadOnlySpan<byte> text) => SignatureAlgorithm.Ed25519.Sign(_key, text);
}
