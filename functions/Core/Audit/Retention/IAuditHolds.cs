using System.Text.Json.Nodes;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Audit.Retention;

/// <summary>Knows what must not be removed although its time is over.</summary>
public interface IAuditHolds
{
    /// <summary>Whether there is any hold on what the log keeps about a person.</summary>
    Task<bool> AnyAsync(PersonId person, CancellationToken cancellationToken);

    /// <summary>Whether a hold covers an entry about a person, as the person's access package shows it.</summary>
    Task<bool> CoversAsync(PersonId person, JsonObject entry, CancellationToken cancellationToken);
}
