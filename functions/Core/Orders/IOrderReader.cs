using RetailServerless.Core.Consent;

namespace RetailServerless.Core.Orders;

/// <summary>
/// Reads the orders of the person whom the grant names, and of nobody else. The grant must be for <see cref="Purpose.Service"/> (answering about an order) or
/// <see cref="Purpose.Personalization"/> (learning what the person likes); any other is a defect of the calling code and throws <see cref="InvalidOperationException"/>.
/// </summary>
public interface IOrderReader
{
    /// <summary>One order of the person; <see langword="null"/> when they have none of this number. Somebody else's number is answered like an unknown one.</summary>
    Task<Order?> FindAsync(Grant grant, OrderId id, CancellationToken cancellationToken);

    /// <summary>The orders of the person, the newest first.</summary>
    IAsyncEnumerable<Order> ListAsync(Grant grant, CancellationToken cancellationToken);
}
