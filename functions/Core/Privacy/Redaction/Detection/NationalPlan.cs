using System.Collections.Concurrent;
using PhoneNumbers;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>A first look at a number without a country code, before the numbering plan is asked, which costs far more: whether it begins as numbers of the region do.</summary>
internal static class NationalPlan
{
    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();
    private static readonly ConcurrentDictionary<string, (bool HasTrunkZero, int Code)> ByRegion = new(StringComparer.Ordinal);

    public static bool MayHold(string region, ReadOnlySpan<char> written, int digits)
    {
        var (hasTrunkZero, code) = ByRegion.GetOrAdd(region, static r => (Plans.GetNddPrefixForRegion(r, true) == "0", Plans.GetCountryCodeForRegion(r)));
        var first = written[written[0] == '(' ? 1 : 0];

        // North America: ten digits of which the first and the fourth are 2 to 9, with or without a 1.
        if (code == 1)
        {
            return (digits == 10 && first is >= '2' and <= '9') || (digits == 11 && first == '1');
        }

        // With a trunk prefix, fixed numbers of the region begin with it; mobiles of some large countries are written without.
        return !hasTrunkZero || first == '0' || (digits is 10 or 11 && region is "IN" or "BR" or "CN");
    }
}
