using System.Collections.Concurrent;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Access;

/// <summary>How much one storefront key may do. Counted in each process by itself.</summary>
/// <param name="RequestsPerSecond">Steady requests a second.</param>
/// <param name="Burst">Requests that may come at once.</param>
/// <param name="ShoppersPerHour">Different shoppers and visitors that it may name within an hour.</param>
public sealed record StorefrontLimit(double RequestsPerSecond = 1000, double Burst = 2000, int ShoppersPerHour = 20_000);

/// <summary>Holds each storefront key to its limit.</summary>
public sealed class StorefrontLimits(StorefrontLimit limit, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (TokenBucket Requests, DistinctLimit People)> _byName = new(StringComparer.Ordinal);

    /// <summary>Counts a request.</summary>
    /// <param name="storefront">Name of the key.</param>
    /// <param name="person">Whom it names; <see langword="null"/> for nobody.</param>
    /// <returns><see langword="null"/> when it may go on, else <c>too-many-requests</c> or <c>too-many-shoppers</c>.</returns>
    public Failure? Check(string storefront, PersonId? person)
    {
        var (requests, people) = _byName.GetOrAdd(storefront, _ => (new(limit.RequestsPerSecond, limit.Burst, time), new(limit.ShoppersPerHour, TimeSpan.FromHours(1), time)));
        if (!requests.TryTake(out var wait))
        {
            return new Failure(FailureKind.TooMany, "too-many-requests", "This storefront key sends more requests than it may. Wait as long as Retry-After says.") { RetryAfter = wait };
        }

        return person is { } someone && !people.TryName(someone.Value, out wait)
            ? new Failure(FailureKind.TooMany, "too-many-shoppers", "This storefront key has named more different shoppers than it may within an hour.") { RetryAfter = wait }
            : null;
    }
}
