using RetailServerless.Samples.Shop.Assortment;

namespace RetailServerless.Samples.Shop.Demand;

/// <summary>Which departments are on promotion on which days: one week in six each, in turn, and the week of Black Friday for all.</summary>
internal sealed class PromotionCalendar(IReadOnlyList<Department> departments, ShopOptions options)
{
    /// <summary>The reduction of the price on promotion days.</summary>
    public const decimal Reduction = 0.2m;

    /// <summary>What a promotion does to demand.</summary>
    public const double Lift = 2.1;

    public bool IsOn(ShopProduct product, int day)
    {
        var date = options.Start.AddDays(day);
        return IsBlackFridayWeek(date) || (date.DayNumber / 7) % (departments.Count / 2) == product.Department % (departments.Count / 2);
    }

    private static bool IsBlackFridayWeek(DateOnly date)
    {
        var first = new DateOnly(date.Year, 11, 1);
        var thanksgiving = first.AddDays((((int)DayOfWeek.Thursday - (int)first.DayOfWeek + 7) % 7) + 21);
        return date >= thanksgiving.AddDays(-3) && date <= thanksgiving.AddDays(4);
    }
}
