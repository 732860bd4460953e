using RetailServerless.Core.People;

namespace RetailServerless.Core.Consent;

/// <summary>
/// Leave to read data about one person for one purpose, given by the consent gate alone (<see cref="IConsentGate"/>). It lives for one call: it is not serializable, is
/// never stored, and is asked again in every activity.
/// </summary>
public sealed class Grant
{
    internal Grant(PersonId person, ConsentScope scope, LegalBasis basis, string policyVersion, string? receiptId, DateTimeOffset givenAt)
    {
        Person = person;
        Purpose = scope.Purpose;
        Channel = scope.Channel;
        Basis = basis;
        PolicyVersion = policyVersion;
        ReceiptId = receiptId;
        GivenAt = givenAt;
    }

    /// <summary>Whose data may be read.</summary>
    public PersonId Person { get; }

    /// <summary>For what.</summary>
    public Purpose Purpose { get; }

    /// <summary>By which channel the person may be reached; <see langword="null"/>: the grant is for none.</summary>
    public ContactChannel? Channel { get; }

    /// <summary>On which ground.</summary>
    public LegalBasis Basis { get; }

    /// <summary>The version of the consent policy that gave it, as <c>consent/default@3</c>.</summary>
    public string PolicyVersion { get; }

    /// <summary>The receipt of the consent it rests on; <see langword="null"/> for another basis.</summary>
    public string? ReceiptId { get; }

    /// <summary>When it was given, UTC.</summary>
    public DateTimeOffset GivenAt { get; }

    /// <summary>What a decision record keeps of it.</summary>
    public GrantReference ToReference() => new(Purpose, Basis, PolicyVersion, ReceiptId) { Channel = Channel };

    /// <summary>Guards who writes to the person: the grant must be for this very channel.</summary>
    /// <exception cref="InvalidOperationException">It is not: a defect of the calling code.</exception>
    public void Require(ConsentScope scope, PersonId person)
    {
        Require(scope.Purpose, person);
        if (Channel != scope.Channel)
        {
            throw new InvalidOperationException("A grant for one channel cannot be used for another.");
        }
    }

    /// <summary>Guards a reader: the grant must be for this purpose and person.</summary>
    /// <exception cref="InvalidOperationException">It is not: a defect of the calling code.</exception>
    public void Require(Purpose purpose, PersonId person)
    {
        if (Purpose != purpose || Person != person)
        {
            throw new InvalidOperationException($"A grant for {Purpose} cannot be used for {purpose}, nor for another person.");
        }
    }
}

/// <summary>What is left of a grant in a record: enough to prove the basis, not enough to read anything.</summary>
/// <param name="Purpose">For what.</param>
/// <param name="Basis">On which ground.</param>
/// <param name="PolicyVersion">Under which policy.</param>
/// <param name="ReceiptId">The receipt of the consent it rested on.</param>
public sealed record GrantReference(Purpose Purpose, LegalBasis Basis, string PolicyVersion, string? ReceiptId)
{
    /// <summary>The channel.</summary>
    public ContactChannel? Channel { get; init; }
}
