using System.Text.Json.Nodes;
using RetailServerless.Core.Audit.Retention;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Requests.Holds;

/// <summary>The legal holds that name the store <c>audit</c>. They cover of it what they would seal.</summary>
internal sealed class AuditHolds(LegalHolds holds) : IAuditHolds
{
    private const string Store = "audit";

    public async Task<bool> AnyAsync(PersonId person, CancellationToken cancellationToken) =>
        await OfAsync(person, cancellationToken).AnyAsync(cancellationToken);

    public async Task<bool> CoversAsync(PersonId person, JsonObject entry, CancellationToken cancellationToken) =>
        await OfAsync(person, cancellationToken).AnyAsync(hold => HoldFilter.Covers(hold.Scope, Store, entry), cancellationToken);

    private IAsyncEnumerable<LegalHold> OfAsync(PersonId person, CancellationToken cancellationToken) =>
        holds.OfAsync(person, cancellationToken).Where(hold => hold.Scope.Stores.Contains(Store, StringComparer.Ordinal));
}
