using System.Text.RegularExpressions;

namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>Finds order numbers by the shapes that the shop uses; the group <c>number</c> of a pattern is the number.</summary>
internal sealed partial class OrderNumberDetector(IEnumerable<string> shopPatterns)
{
    // NonBacktracking: a pattern from a policy cannot make a message expensive.
    private readonly IReadOnlyList<Regex> _patterns =
        [WithPrefix(), AfterHash(), AfterWord(), .. shopPatterns.Select(p => new Regex(p, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)))];

    public IEnumerable<PersonalSpan> Find(string text)
    {
        foreach (var pattern in _patterns)
        {
            foreach (Match match in pattern.Matches(text))
            {
                var group = match.Groups["number"] is { Success: true } named ? named : match.Groups[0];
                yield return new PersonalSpan(group.Index, group.Length, PersonalTextKind.Order, group.Value.TrimStart('#').ToUpperInvariant());
            }
        }
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}-])(?<number>#?(?:O|OR|ORD|ORDER|SO|PO)-[0-9]{4,12})(?![\p{L}\p{N}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WithPrefix();

    [GeneratedRegex(@"(?<![\p{L}\p{N}#])(?<number>#[0-9]{4,12})(?![\p{L}\p{N}])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AfterHash();

    [GeneratedRegex(@"\borders?\b(?:\s+(?:number|no\.?|nr\.?|id|code|reference))?\s*(?:is|was)?\s*[=:]?\s*(?<number>#?(?:[A-Z]{1,3}-?)?[0-9]{5,12}(?:-[0-9]{1,12}){0,3})(?![\p{L}\p{N}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AfterWord();
}
