using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent;

/// <summary>What becomes of what a person says of themselves: pure.</summary>
internal static class DeclarationRules
{
    /// <summary>
    /// The facts after a declaration, or why it is not taken. A place that the customer record contradicts is put right there; an age, once said, is not raised by saying another, so that nobody grows up by trying again.
    /// </summary>
    public static Result<Declared> Apply(PersonConsent person, DeclaredFacts? said, ConsentPolicyBook book, DateTimeOffset now)
    {
        var known = person.State.Declared;
        if (said is null)
        {
            return new Declared(known);
        }

        if (said.Place is { } place && book.RecordedPlaceOf(person.Traits) is { } recorded && recorded != place && !recorded.StartsWith(place + "-", StringComparison.Ordinal))
        {
            return ConsentFailures.PlaceDiffers;
        }

        var facts = (known ?? new DeclaredFacts()) with { Place = said.Place ?? known?.Place };
        if (!said.HasAge)
        {
            return new Declared(facts);
        }

        var next = CertainAge.Of(said.BirthYear, said.AgeAtLeast, now, now);
        if (known is { HasAge: true } && CertainAge.Of(known.BirthYear, known.AgeAtLeast, known.At, now) is { } before)
        {
            if (next > before)
            {
                return ConsentFailures.AgeAlreadyDeclared;
            }

            if (next == before)
            {
                return new Declared(facts);
            }
        }

        return new Declared(facts with { BirthYear = said.BirthYear, AgeAtLeast = said.AgeAtLeast, At = now });
    }
}

/// <summary>What the person has said of themselves; nothing when they never did.</summary>
internal readonly record struct Declared(DeclaredFacts? Facts);
