using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>The suppression list as it was at an instant, in memory, for work over many rows.</summary>
internal sealed class SuppressionSnapshot(IReadOnlySet<string> hashes, SubjectHasher hasher)
{
    /// <summary>How many hashes are on it.</summary>
    public int Count => hashes.Count;

    /// <summary>Whether a person was erased.</summary>
    public bool Contains(PersonId person) => hashes.Contains(hasher.Of(person));

    /// <summary>Whether an e-mail address or a telephone number is that of an erased person.</summary>
    public bool Contains(string kind, string value) => SuppressionList.Normalize(kind, value) is { } normal && hashes.Contains(hasher.OfIdentifier(kind, normal));
}
