using System.Text.Json;
using NSec.Cryptography;
using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// A person's permission that an agent acts for them, signed by an agent whom the shop knows: Ed25519 over the canonical JSON (RFC 8785) of everything but the signature, after the signed
/// requests of the Data Rights Protocol.
/// </summary>
/// <param name="Name">The agent, as the shop knows it.</param>
/// <param name="CustomerId">For whom.</param>
/// <param name="Rights">For which rights.</param>
/// <param name="IssuedAt">When it was signed, UTC.</param>
/// <param name="ExpiresAt">Until when it is good, UTC.</param>
/// <param name="Signature">64 bytes.</param>
public sealed record AgentLetter(string Name, string CustomerId, IReadOnlyList<PrivacyRight> Rights, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, byte[] Signature)
{
    /// <summary>The bytes that are signed.</summary>
    public byte[] SignedBytes()
    {
        var content = JsonSerializer.SerializeToNode(this, PlatformJson.Options)!.AsObject();
        content.Remove("signature");
        return CanonicalJson.ToUtf8(content);
    }
}

/// <summary>An agent whom the shop knows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PublicKey">Its Ed25519 public key, 32 bytes.</param>
public sealed record KnownAgent(string Name, byte[] PublicKey);

/// <summary>Checks the letters of agents.</summary>
public sealed class AgentLetters(IEnumerable<KnownAgent> agents, TimeProvider time)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Whether a letter is genuine, good now, and for this person and right.</summary>
    public bool IsGenuine(AgentLetter letter, PersonId person, PrivacyRight right)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var now = time.GetUtcNow();
        return agents.FirstOrDefault(a => a.Name == letter.Name) is { } agent
            && PublicKey.TryImport(SignatureAlgorithm.Ed25519, agent.PublicKey, KeyBlobFormat.RawPublicKey, out var key)
            && SignatureAlgorithm.Ed25519.Verify(key!, letter.SignedBytes(), letter.Signature)
            && PersonId.Of(new CustomerId(letter.CustomerId)) == person
            && letter.Rights.Contains(right)
            && letter.IssuedAt <= now + ClockSkew
            && letter.ExpiresAt > now;
    }
}
