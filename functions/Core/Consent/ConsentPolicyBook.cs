using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <summary>The consent policies in effect, and which applies to whom.</summary>
internal sealed class ConsentPolicyBook
{
    private readonly Policy<ConsentPolicy> _elsewhere;
    private readonly Dictionary<string, Policy<ConsentPolicy>?> _byPlace = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    private ConsentPolicyBook(Policy<ConsentPolicy> elsewhere, IReadOnlyList<Policy<ConsentPolicy>> all)
    {
        _elsewhere = elsewhere;
        All = all;
        foreach (var policy in all)
        {
            foreach (var place in policy.Value.AppliesTo)
            {
                // Two that claim the same place: nobody can say which notice holds there, so nothing is allowed there.
                _byPlace[place] = _byPlace.ContainsKey(place) ? null : policy;
            }

            foreach (var (name, place) in policy.Value.PlaceNames)
            {
                _names.TryAdd(name, place);
            }
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Policy<ConsentPolicy>> All { get; }

    /// <summary>The one that applies where no other does.</summary>
    public Policy<ConsentPolicy> Elsewhere => _elsewhere;

    /// <summary>Puts policies together; <see langword="null"/> without the default.</summary>
    public static ConsentPolicyBook? Of(IReadOnlyList<Policy<ConsentPolicy>> policies) =>
        policies.FirstOrDefault(p => p.Id == ConsentPolicy.Id) is { } elsewhere ? new ConsentPolicyBook(elsewhere, policies) : null;

    /// <summary>
    /// Where a person lives, as a code: by the customer record, else by what they declared, else by what the request says; <see langword="null"/> when nobody has said it.
    /// </summary>
    public string? PlaceOf(PersonConsent person, string? requested = null) =>
        RecordedPlaceOf(person.Traits) ?? person.State.Declared?.Place ?? (requested is not null && PlaceCode.IsOne(requested) ? requested : null);

    /// <summary>Where the customer record says that somebody lives, as a code.</summary>
    public string? RecordedPlaceOf(PersonTraits traits)
    {
        var country = CodeOf(traits.Country);
        if (traits.Region is not { Length: > 0 } text)
        {
            return country;
        }

        var region = text.Trim();
        if (CodeOf(region) is { Length: > 2 } named && (country is null || PlaceCode.CountryOf(named) == PlaceCode.CountryOf(country)))
        {
            return named;
        }

        return country is { Length: 2 } && PlaceCode.IsOne($"{country}-{region.ToUpperInvariant()}") ? $"{country}-{region.ToUpperInvariant()}" : country;
    }

    /// <summary>The policy of a place: that of the region, else of the country, else the default. <see langword="null"/> when two claim it.</summary>
    public Policy<ConsentPolicy>? For(string? place)
    {
        if (place is null)
        {
            return _elsewhere;
        }

        return _byPlace.TryGetValue(place, out var there) || _byPlace.TryGetValue(PlaceCode.CountryOf(place), out there) ? there : _elsewhere;
    }

    private string? CodeOf(string? text)
    {
        if (text?.Trim() is not { Length: > 1 } written)
        {
            return null;
        }

        return _names.GetValueOrDefault(written) ?? (PlaceCode.IsOne(written.ToUpperInvariant()) ? written.ToUpperInvariant() : null);
    }
}
