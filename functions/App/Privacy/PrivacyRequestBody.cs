using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Privacy;

/// <summary>A request about one's data, as it comes over HTTP.</summary>
internal sealed record PrivacyRequestBody
{
    /// <summary>What is asked for.</summary>
    public required PrivacyRight Right { get; init; }

    /// <summary>How much an access request asks for; the data themselves unless said.</summary>
    public RequestDetail? Detail { get; init; }

    /// <summary>Where the person lives, by their own word; decides which law applies.</summary>
    public Residence? Residence { get; init; }

    /// <summary>The person's customer number; only for staff and agents.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The agent's signed letter, when somebody asks for the person.</summary>
    public AgentLetter? Agent { get; init; }

    /// <summary>What is to be put right; for corrections.</summary>
    public IReadOnlyList<RequestedCorrection>? Corrections { get; init; }

    /// <summary>The decision that is contested.</summary>
    public Guid? DecisionId { get; init; }

    /// <summary>The purposes that an objection is about; all that rest on consent unless said.</summary>
    public IReadOnlyList<string>? Purposes { get; init; }

    /// <summary>In the person's own words, up to 2,000 characters; kept only encrypted.</summary>
    public string? Words { get; init; }

    private const int LongestWords = 2_000;
    private const int MostCorrections = 20;

    /// <summary>The request, or what is wrong with it.</summary>
    public Result<NewRequest> ToRequest(Caller caller, IEnumerable<IPersonalDataCorrection> stores)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var person = PersonOf(caller, errors);
        var purposes = ReadPurposes(errors);
        Check(stores, errors);
        if (errors.Count > 0)
        {
            return new Failure(FailureKind.Invalid, "invalid-privacy-request", "The request cannot be read; see the errors of the fields.") { Errors = errors };
        }

        return new NewRequest
        {
            Right = Right,
            Detail = Detail ?? RequestDetail.SpecificPieces,
            Subject = new RequestSubject
            {
                Person = person!.Value,
                Residence = Residence ?? Residence.Unknown,
                Corrections = Corrections ?? [],
                Decision = DecisionId,
                Purposes = purposes,
                Words = Words,
            },
            Intake = Agent is not null ? RequestIntake.Agent : caller.Kind switch
            {
                CallerKind.Shopper => RequestIntake.Shopper,
                CallerKind.Storefront => RequestIntake.Storefront,
                _ => RequestIntake.Staff,
            },
            ActorRole = caller.Role,
            SignedInAt = caller.Kind == CallerKind.Shopper ? caller.SignedInAt : null,
        };
    }

    private PersonId? PersonOf(Caller caller, Dictionary<string, string[]> errors)
    {
        if (caller.Kind != CallerKind.Staff)
        {
            if (CustomerId is not null && caller.Person != PersonId.Of(new CustomerId(CustomerId)))
            {
                errors["$.customerId"] = ["is only for staff: a shopper or storefront asks for whom it acts"];
            }

            return caller.Person;
        }

        if (PersonHeaders.IsCustomerNumber(CustomerId))
        {
            return PersonId.Of(new CustomerId(CustomerId));
        }

        errors["$.customerId"] = ["must be the number of the customer whom it concerns"];
        return null;
    }

    private List<Purpose> ReadPurposes(Dictionary<string, string[]> errors)
    {
        var read = new List<Purpose>();
        foreach (var name in Purposes ?? [])
        {
            if (PurposeNames.TryParse(name, out var purpose) && purpose != Purpose.Service)
            {
                read.Add(purpose);
            }
            else
            {
                errors["$.purposes"] = [$"must be of {string.Join(", ", PurposeNames.All.Where(p => p != Purpose.Service).Select(p => p.Name()))}"];
            }
        }

        return read;
    }

    private void Check(IEnumerable<IPersonalDataCorrection> stores, Dictionary<string, string[]> errors)
    {
        if (Words?.Length > LongestWords)
        {
            errors["$.words"] = ["must have at most 2,000 characters"];
        }

        if (Right == PrivacyRight.ContestOfAutomatedDecision && DecisionId is null)
        {
            errors["$.decisionId"] = ["must name the decision that is contested"];
        }

        if (Right != PrivacyRight.Correction)
        {
            return;
        }

        if (Corrections is not { Count: > 0 and <= MostCorrections })
        {
            errors["$.corrections"] = [$"must name 1 to {MostCorrections} data that are wrong, each with store, field and what is right"];
            return;
        }

        foreach (var correction in Corrections)
        {
            var store = stores.FirstOrDefault(s => s.Store == correction.Store);
            if (store is null || store.Check(correction) is not null)
            {
                errors["$.corrections"] = [store?.Check(correction)?.Detail ?? $"'{nameof(correction.Store)}' must be one of {string.Join(", ", stores.Select(s => s.Store))}"];
            }
        }
    }
}
