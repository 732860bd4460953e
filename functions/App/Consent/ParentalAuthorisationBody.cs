using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Consent;

/// <summary>That a parent agreed for a child, as a privacy officer records it.</summary>
/// <param name="Purposes">What the parent agreed to, purpose by purpose.</param>
/// <param name="Evidence">How their authority was established.</param>
/// <param name="Reference">Where the proof lies, as the number of a form.</param>
/// <param name="NoticeVersions">The versions of the notices that were shown.</param>
/// <param name="Confirms">The second step where the law wants two: the ids of the first.</param>
/// <param name="Initiative">Who began: <c>person</c>, or <c>shop</c> when the parent was asked; <c>shop</c> unless given.</param>
internal sealed record ParentalAuthorisationBody(
    List<string>? Purposes,
    ParentalEvidence? Evidence,
    string? Reference = null,
    Dictionary<string, string>? NoticeVersions = null,
    Dictionary<string, Guid>? Confirms = null,
    string? Initiative = null)
{
    private const int MaxReference = 64;
    private const string Desk = "privacy-desk";

    /// <summary>The change, or <c>invalid-consent</c> with the fields that are wrong.</summary>
    public Result<ConsentChange> ToChange(PersonId person, Caller caller)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var purposes = ScopeNames.Read(Purposes?.Distinct(StringComparer.Ordinal).ToDictionary(p => p, _ => true), "$.purposes", errors);
        var notices = ScopeNames.Read(NoticeVersions, "$.noticeVersions", errors);
        var confirms = ScopeNames.Read(Confirms, "$.confirms", errors);
        if (Purposes is null or { Count: 0 })
        {
            errors["$.purposes"] = ["must name at least one purpose"];
        }

        if (Evidence is null)
        {
            errors["$.evidence"] = ["must say how the authority of the parent was established"];
        }

        if (Reference is not null && (Reference.Length is 0 or > MaxReference || !Reference.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-')))
        {
            errors["$.reference"] = ["must be 1 to 64 of A-Z, a-z, 0-9, '.', '_', '/' and '-': a number, never a name"];
        }

        if (Initiative is not (null or "person" or "shop"))
        {
            errors["$.initiative"] = ["must be person or shop"];
        }

        return errors.Count > 0
            ? new Failure(FailureKind.Invalid, "invalid-consent", "The authorisation cannot be read; see the errors of the fields.") { Errors = errors }
            : new ConsentChange
            {
                Person = person,
                Purposes = purposes,
                NoticeVersions = notices.GroupBy(n => n.Key.Purpose).ToDictionary(n => n.Key, n => n.First().Value),
                Confirmations = confirms,
                OfOwnAccord = Initiative == "person",
                Parent = new ParentalAuthorisation(Evidence!.Value, Reference),
                Channel = Desk,
                ActorRole = caller.Role,
            };
    }
}
