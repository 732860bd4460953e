namespace RetailServerless.Core.Consent;

/// <summary>All that the rules of consent look at of one person.</summary>
internal sealed record PersonConsent(ConsentState State, PersonTraits Traits)
{
    public static PersonConsent Nobody { get; } = new(ConsentState.Empty, PersonTraits.Unknown);

    /// <summary>The age that is certain. Where the customer record and the person say different things, the younger counts.</summary>
    public int? AgeAt(DateTimeOffset at)
    {
        var recorded = CertainAge.Of(Traits.BirthYear, Traits.AgeAtLeast, null, at);
        var declared = State.Declared is { } said ? CertainAge.Of(said.BirthYear, said.AgeAtLeast, said.At, at) : null;
        return recorded is { } r && declared is { } d ? Math.Min(r, d) : recorded ?? declared;
    }
}
