using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Consent;

/// <summary>A change of consent as it comes over HTTP.</summary>
/// <param name="Purposes">Purpose by purpose, and channel by channel as in <c>{"marketing.email": true}</c>; what is not named stays as it is.</param>
/// <param name="Channel">Where the person decided, as <c>web</c> or <c>app</c>; the kind of the caller unless given.</param>
/// <param name="NoticeVersions">The versions of the notices that were shown.</param>
/// <param name="Initiative">Who began: <c>person</c>, or <c>shop</c> when the person was asked; <c>shop</c> unless given.</param>
/// <param name="Confirms">The second step of opting in: the ids of the first steps, by purpose.</param>
/// <param name="Jurisdiction">Where the person lives, as <c>DE</c> or <c>US-CA</c>.</param>
/// <param name="BirthYear">In which year the person was born.</param>
/// <param name="AgeBand">How old the person is, as <c>13-15</c>, where no year is asked for.</param>
internal sealed record ConsentBody(
    Dictionary<string, bool>? Purposes,
    string? Channel = null,
    Dictionary<string, string>? NoticeVersions = null,
    string? Initiative = null,
    Dictionary<string, Guid>? Confirms = null,
    string? Jurisdiction = null,
    int? BirthYear = null,
    string? AgeBand = null)
{
    private const int MaxChannel = 32;
    private const int EarliestBirthYear = 1900;

    /// <summary>Whether it says something about the person.</summary>
    public bool Declares => Jurisdiction is not null || BirthYear is not null || AgeBand is not null;

    /// <summary>The change, or <c>invalid-consent</c> with the fields that are wrong.</summary>
    public Result<ConsentChange> ToChange(PersonId person, Caller caller, PrivacySignals signals, WriteCondition condition, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var purposes = ScopeNames.Read(Purposes, "$.purposes", errors);
        var notices = ScopeNames.Read(NoticeVersions, "$.noticeVersions", errors);
        var confirms = ScopeNames.Read(Confirms, "$.confirms", errors);
        var channel = Channel ?? caller.Role;
        if (Purposes is null or { Count: 0 } && !Declares)
        {
            errors["$.purposes"] = ["must name at least one purpose, as in {\"personalization\": true}"];
        }

        if (channel is not { Length: > 0 and <= MaxChannel } || !channel.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            errors["$.channel"] = ["must be 1 to 32 of a-z, 0-9 and -"];
        }

        if (Initiative is not (null or "person" or "shop"))
        {
            errors["$.initiative"] = ["must be person or shop"];
        }

        var declared = ReadDeclared(now, errors);
        return errors.Count > 0
            ? new Failure(FailureKind.Invalid, "invalid-consent", "The change of consent cannot be read; see the errors of the fields.") { Errors = errors }
            : new ConsentChange
            {
                Person = person,
                Purposes = purposes,
                NoticeVersions = notices.GroupBy(n => n.Key.Purpose).ToDictionary(n => n.Key, n => n.First().Value),
                Confirmations = confirms,
                OfOwnAccord = Initiative == "person",
                Declared = declared,
                Channel = channel,
                ActorRole = caller.Role,
                Storefront = caller.Storefront,
                Condition = condition,
                Signals = signals,
            };
    }

    private DeclaredFacts? ReadDeclared(DateTimeOffset now, Dictionary<string, string[]> errors)
    {
        if (Jurisdiction is not null && !DeclaredFacts.IsPlace(Jurisdiction))
        {
            errors["$.jurisdiction"] = ["must be a country as DE (ISO 3166-1) or a part of one as US-CA (ISO 3166-2)"];
        }

        if (BirthYear is { } year && (year < EarliestBirthYear || year > now.UtcDateTime.Year))
        {
            errors["$.birthYear"] = [$"must be {EarliestBirthYear} to {now.UtcDateTime.Year}"];
        }

        var atLeast = DeclaredFacts.LowerEnd(AgeBand);
        if (AgeBand is not null && (atLeast is null || BirthYear is not null))
        {
            errors["$.ageBand"] = ["must be a band as 13-15, under 13 or 18+, and stands in place of the year of birth"];
        }

        return Declares ? new DeclaredFacts(Jurisdiction, BirthYear, atLeast) : null;
    }
}
