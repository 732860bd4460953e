using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Audit;

/// <summary>
/// Reads what is asked of the log. A token carries its filter, so that a page cannot be continued under another one; it is sealed under the shop's key, as the filter may name a person. Only privacy
/// officers may ask for a person.
/// </summary>
public sealed class AuditQueryReader(IPersonKeys keys)
{
    private const string List = "audit-entries";
    private const string Use = "audit-search";
    private const int Longest = 128;

    private static readonly Failure NotForPeople = new(
        FailureKind.Forbidden, "person-search-not-allowed", "Only a privacy officer may look for the entries of a person. Leave customerId and visitorId out, or ask a privacy officer.");

    /// <summary>The query, or what is wrong with it.</summary>
    public async Task<Result<AuditQuery>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadInt("size", 50, 1, 200).TryGet(out var size, out var failure)
            || !ContinuationToken.Decode<byte[]>(List, request.ReadText("continuationToken")).TryGet(out var token, out failure) && failure is not null)
        {
            return failure;
        }

        var read = token is null ? First(request, size) : await ContinuedAsync(token, size, cancellationToken);
        if (!read.TryGet(out var query, out failure))
        {
            return failure;
        }

        var caller = request.HttpContext.GetCaller();
        return query.Person is null || caller.Roles.Contains(StaffRoles.PrivacyOfficer, StringComparer.Ordinal) ? query : NotForPeople;
    }

    /// <summary>The token of the page after one; <see langword="null"/> after the last.</summary>
    public async Task<string?> TokenAsync(AuditQuery query, long? next, CancellationToken cancellationToken)
    {
        if (next is null)
        {
            return null;
        }

        var position = JsonSerializer.SerializeToUtf8Bytes(Position.Of(query, next.Value), PlatformJson.Options);
        return ContinuationToken.Encode(List, PersonCipher.Seal(await keys.GetOrCreateAsync(null, cancellationToken), Use, List, position));
    }

    private async Task<Result<AuditQuery>> ContinuedAsync(byte[] token, int size, CancellationToken cancellationToken)
    {
        try
        {
            var position = PersonCipher.Open(await keys.GetOrCreateAsync(null, cancellationToken), Use, List, token);
            return JsonSerializer.Deserialize<Position>(position, PlatformJson.Options)!.ToQuery(size);
        }
        catch (CryptographicException)
        {
            return ContinuationToken.Unknown();
        }
    }

    private static Result<AuditQuery> First(HttpRequest request, int size)
    {
        foreach (var name in new[] { "kind", "role", "actor", "model", "policy", "customerId" })
        {
            if (request.ReadText(name)?.Length > Longest)
            {
                return RequestQuery.Invalid(name, "must have at most 128 characters");
            }
        }

        if (!request.ReadInt("from", -1, 0, int.MaxValue).TryGet(out var from, out var failure)
            || !ReadInstant(request, "since").TryGet(out var since, out failure)
            || !ReadInstant(request, "before").TryGet(out var before, out failure)
            || !ReadGuid(request, "decision").TryGet(out var decision, out failure)
            || !ReadPerson(request).TryGet(out var person, out failure))
        {
            return failure;
        }

        if (request.ReadText("order") is not (null or "oldest" or "newest") and var order)
        {
            return RequestQuery.Invalid("order", "must be oldest or newest");
        }

        return new AuditQuery(from < 0 ? null : from, size, request.ReadText("kind"), request.ReadText("order") == "newest")
        {
            ActorRole = request.ReadText("role"),
            Actor = request.ReadText("actor"),
            Model = request.ReadText("model"),
            Policy = request.ReadText("policy"),
            Decision = decision.Value,
            Person = person.Value,
            Since = since.Value,
            Before = before.Value,
        };
    }

    private static Result<Maybe<DateTimeOffset>> ReadInstant(HttpRequest request, string name) => request.ReadText(name) switch
    {
        null => default(Maybe<DateTimeOffset>),
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year > 1970 => new Maybe<DateTimeOffset>(at),
        _ => RequestQuery.Invalid(name, "must be an instant, as 2026-11-24T08:00:00Z"),
    };

    private static Result<Maybe<Guid>> ReadGuid(HttpRequest request, string name) => request.ReadText(name) switch
    {
        null => default(Maybe<Guid>),
        var text when Guid.TryParse(text, out var id) => new Maybe<Guid>(id),
        _ => RequestQuery.Invalid(name, "must be an id"),
    };

    private static Result<Maybe<PersonId>> ReadPerson(HttpRequest request) => (request.ReadText("customerId"), request.ReadText("visitorId")) switch
    {
        (null, null) => default(Maybe<PersonId>),
        ({ } customer, null) => new Maybe<PersonId>(PersonId.Of(new CustomerId(customer))),
        (null, { } visitor) when Guid.TryParse(visitor, out var id) => new Maybe<PersonId>(PersonId.OfVisitor(id)),
        (null, _) => RequestQuery.Invalid("visitorId", "must be an id"),
        _ => RequestQuery.Invalid("visitorId", "cannot stand beside customerId"),
    };

    private readonly record struct Maybe<T>(T? Value)
        where T : struct;

    private sealed record Position(long Next, bool NewestFirst)
    {
        public string? Kind { get; init; }

        public string? ActorRole { get; init; }

        public string? Actor { get; init; }

        public string? Model { get; init; }

        public string? Policy { get; init; }

        public Guid? Decision { get; init; }

        public string? Person { get; init; }

        public DateTimeOffset? Since { get; init; }

        public DateTimeOffset? Before { get; init; }

        public static Position Of(AuditQuery query, long next) => new(next, query.NewestFirst)
        {
            Kind = query.Kind,
            ActorRole = query.ActorRole,
            Actor = query.Actor,
            Model = query.Model,
            Policy = query.Policy,
            Decision = query.Decision,
            Person = query.Person?.Value,
            Since = query.Since,
            Before = query.Before,
        };

        public AuditQuery ToQuery(int size) => new(Next, size, Kind, NewestFirst)
        {
            ActorRole = ActorRole,
            Actor = Actor,
            Model = Model,
            Policy = Policy,
            Decision = Decision,
            Person = Person is null ? null : new PersonId(Person),
            Since = Since,
            Before = Before,
        };
    }
}
