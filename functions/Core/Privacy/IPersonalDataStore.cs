using System.Text.Json.Nodes;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy;

/// <summary>Every store of personal data describes, exports, erases and verifies itself. Found through dependency injection; a test fails when a container of personal data has none.</summary>
public interface IPersonalDataStore
{
    /// <summary>What is kept.</summary>
    PersonalDataDescription Description { get; }

    /// <summary>Everything kept about the person, as it would be handed to them (GDPR Art. 15 and 20).</summary>
    IAsyncEnumerable<JsonObject> ExportAsync(PersonId person, CancellationToken cancellationToken);

    /// <summary>Removes everything about the person. Idempotent.</summary>
    /// <returns>How many items were removed.</returns>
    Task<int> EraseAsync(PersonId person, CancellationToken cancellationToken);

    /// <summary>Looks again for anything about the person.</summary>
    /// <returns>How many items are still there.</returns>
    Task<int> CountAsync(PersonId person, CancellationToken cancellationToken);
}

/// <summary>What a store keeps about people.</summary>
/// <param name="Name">Stable, kebab-case; the container's name where it is one container.</param>
/// <param name="Contents">In plain words, for the record of processing (GDPR Art. 30).</param>
/// <param name="Categories">Categories of personal information, in the terms of Civ. Code 1798.140(v).</param>
/// <param name="Purposes">For which purposes it may be read.</param>
public sealed record PersonalDataDescription(string Name, string Contents, IReadOnlyList<string> Categories, IReadOnlyList<Consent.Purpose> Purposes)
{
    /// <summary>The containers of documents that it covers; the one of its name unless said otherwise.</summary>
    public IReadOnlyList<string> Containers { get; init; } = [Name];

    /// <summary>Where the data come from, in words (GDPR Art. 15(1)(g)).</summary>
    public string Source { get; init; } = "From you, from what you do in the shop, and from the shop's own systems.";

    /// <summary>How long they are kept, in words (GDPR Art. 15(1)(d)).</summary>
    public string Retention { get; init; } = "As long as you are a customer, and until you ask for their erasure.";
}
