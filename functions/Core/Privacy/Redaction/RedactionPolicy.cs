using System.Text.RegularExpressions;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>What a shop adds to the redaction, <c>policies/chat/redaction.yaml</c>.</summary>
public sealed record RedactionPolicy : IValidatedPolicy
{
    /// <summary>Its id in the policy store.</summary>
    public const string Id = "chat/redaction";

    /// <summary>Regular expressions of the shop's own order numbers, with the number in a group <c>number</c>; added to the shapes that are always found.</summary>
    public List<string> OrderNumberPatterns { get; init; } = [];

    /// <summary>ISO 3166-1 regions in which a telephone number without a country code is tried, the likeliest first.</summary>
    public List<string> PhoneRegions { get; init; } = ["US"];

    /// <summary>What is redacted: everything but plain dates, web addresses and places by themselves, unless a policy says otherwise.</summary>
    public List<PersonalTextKind> Kinds { get; init; } = [.. Enum.GetValues<PersonalTextKind>().Except([PersonalTextKind.Date, PersonalTextKind.Url, PersonalTextKind.Place])];

    /// <summary>Kinds whose values are not kept, so that nobody can bring them back, the shop included.</summary>
    public List<PersonalTextKind> Irreversible { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        for (var i = 0; i < OrderNumberPatterns.Count; i++)
        {
            if (!IsUsable(OrderNumberPatterns[i]))
            {
                yield return new PolicyProblem($"$.orderNumberPatterns[{i}]", "must be a regular expression without back references and look-around, with a group named number, that does not match an empty text");
            }
        }

        if (PhoneRegions.Count == 0 || PhoneRegions.Exists(r => r.Length != 2 || !r.All(char.IsAsciiLetterUpper)))
        {
            yield return new PolicyProblem("$.phoneRegions", "must be ISO 3166-1 codes of two capital letters");
        }
    }

    private static bool IsUsable(string pattern)
    {
        try
        {
            var regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
            return regex.GroupNumberFromName("number") >= 0 && !regex.IsMatch("");
        }
        catch (Exception unusable) when (unusable is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
