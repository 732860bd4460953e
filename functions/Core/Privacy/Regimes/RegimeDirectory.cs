using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>The regimes of a shop, and which applies to whom.</summary>
public sealed class RegimeDirectory
{
    private readonly Dictionary<string, Regime> _byPlace;
    private readonly Regime _elsewhere;

    private RegimeDirectory(IReadOnlyList<Regime> all, Dictionary<string, Regime> byPlace, Regime elsewhere)
    {
        All = all;
        _byPlace = byPlace;
        _elsewhere = elsewhere;
    }

    /// <summary>Code: the regimes do not fit together.</summary>
    public const string Inconsistent = "regimes-inconsistent";

    /// <summary>All of them, by id.</summary>
    public IReadOnlyList<Regime> All { get; }

    /// <summary>Puts regimes together. Failure <c>regimes-inconsistent</c>: two claim the same place, or none or several apply everywhere else.</summary>
    public static Result<RegimeDirectory> Create(IEnumerable<Regime> regimes)
    {
        var all = regimes.OrderBy(r => r.Id, StringComparer.Ordinal).ToList();
        var byPlace = new Dictionary<string, Regime>(StringComparer.OrdinalIgnoreCase);
        foreach (var (place, regime) in all.SelectMany(r => r.Policy.AppliesTo.Countries.Concat(r.Policy.AppliesTo.Regions).Select(p => (p, r))))
        {
            if (!byPlace.TryAdd(place, regime))
            {
                return Failure($"The regimes '{byPlace[place].Id}' and '{regime.Id}' both say that they apply in {place}. Take it out of one of them.");
            }
        }

        var elsewhere = all.Where(r => r.Policy.AppliesTo.EverywhereElse).ToList();
        return elsewhere.Count == 1
            ? new RegimeDirectory(all, byPlace, elsewhere[0])
            : Failure($"Exactly one regime must apply everywhere else; {elsewhere.Count} do: {string.Join(", ", elsewhere.Select(r => r.Id))}.");
    }

    /// <summary>The regime for a stated residence: that of the region, else of the country, else the one that applies everywhere else.</summary>
    public Regime For(Residence residence)
    {
        ArgumentNullException.ThrowIfNull(residence);
        return (residence.Region is { } region ? _byPlace.GetValueOrDefault(region) ?? _byPlace.GetValueOrDefault(region.Split('-')[0]) : null)
            ?? (residence.Country is { } country ? _byPlace.GetValueOrDefault(country) : null)
            ?? _elsewhere;
    }

    /// <summary>A regime by its id; <see langword="null"/> when there is none.</summary>
    public Regime? Find(string id) => All.FirstOrDefault(r => r.Id == id);

    private static Failure Failure(string detail) => new(FailureKind.Unavailable, Inconsistent, detail);
}
