using RetailServerless.Samples.Shop.Assortment;

namespace RetailServerless.Samples.Shop.Shoppers;

/// <summary>Draws the shoppers. Tastes lean on groups a little, so that bias can be measured against the truth.</summary>
internal sealed class ShopperMaker(IReadOnlyList<Department> departments, ShopOptions options)
{
    private static readonly string[] AgeBands = ["18-24", "25-34", "35-44", "45-54", "55-64", "65+"];
    private static readonly double[] AgeWeights = [0.13, 0.24, 0.22, 0.18, 0.13, 0.10];
    private static readonly string[] Genders = ["female", "male", "undisclosed"];
    private static readonly double[] GenderWeights = [0.50, 0.44, 0.06];
    private static readonly string[] Regions = ["US-CA", "US-NY", "US-TX", "US-WA", "GB", "DE", "FR", "NL"];
    private static readonly double[] RegionWeights = [0.2, 0.13, 0.13, 0.09, 0.17, 0.14, 0.08, 0.06];

    private readonly Random _random = Draw.Stream(options.Seed, "shoppers");

    public IReadOnlyList<Shopper> Make() => [.. Enumerable.Range(0, options.Shoppers).Select(MakeOne)];

    private Shopper MakeOne(int index)
    {
        var age = _random.Weighted(AgeWeights);
        var gender = Genders[_random.Weighted(GenderWeights)];
        var interest = _random.Dirichlet([.. departments.Select(d => 0.35 * Lean(d, age, gender))]);
        var brands = departments.SelectMany(d => d.Brands).Distinct(StringComparer.Ordinal)
            .ToDictionary(b => b, _ => Math.Round(0.8 * _random.Normal(), 3), StringComparer.Ordinal);
        var open = _random.NextDouble();
        return new Shopper
        {
            Index = index,
            Id = $"C{index + 1:00000}",
            AgeBand = AgeBands[age],
            Gender = gender,
            Region = Regions[_random.Weighted(RegionWeights)],
            Consent = new ShopperConsent(open < 0.62, open < 0.70, open < 0.41, _random.NextDouble() < 0.3),
            Departments = interest,
            Brands = brands,
            PriceLevel = Math.Clamp(0.5 + (0.04 * (age - 2)) + (0.2 * _random.Normal()), 0.02, 0.98),
            VisitsPerYear = 5 * _random.Gamma(1.2) / 1.2,
            JoinedDay = _random.NextDouble() < 0.6 ? 0 : _random.Next(options.Days * 9 / 10),
        };
    }

    private static double Lean(Department department, int age, string gender) => department.Name switch
    {
        "Women's Clothing" => gender == "female" ? 2.2 : 0.3,
        "Men's Clothing" => gender == "male" ? 2.0 : 0.3,
        "Electronics" => age < 3 ? 1.5 : 0.9,
        "Toys & Games" => age is 1 or 2 ? 1.6 : 0.6,
        "Garden & DIY" => age > 2 ? 1.5 : 0.6,
        _ => 1,
    };
}
