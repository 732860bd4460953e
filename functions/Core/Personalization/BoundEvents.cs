using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Personalization;

/// <summary>Events rest on personalization or analytics; what is learned from them for one reply is not kept.</summary>
internal sealed class BoundEvents(EventStore events) : IPurposeBoundData
{
    public string Name => EventStore.Container;

    public string Words => "what you looked at, searched for, put into the cart and bought on the site";

    public bool IsWork => false;

    public IReadOnlyList<Purpose> RestsOn => EventStore.Description.Purposes;

    public Task<int> CountAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken) => events.CountAsync(person, loss.Concerns, cancellationToken);

    public Task RemoveAsync(PersonId person, PurposeLoss loss, CancellationToken cancellationToken) => events.RemoveAsync(person, loss.Concerns, cancellationToken);
}
