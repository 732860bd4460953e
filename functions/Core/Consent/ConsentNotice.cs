using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <summary>The words with which consent is asked for.</summary>
/// <param name="Version">Changes with every change of the text, of the data or of the recipients.</param>
/// <param name="Title">A few words.</param>
/// <param name="Text">What happens with the data, and what does not.</param>
/// <param name="SameSubstanceAs">
/// Earlier versions that said the same in other words: who agreed to one of them need not be asked again. A version of another jurisdiction is written with its name, as <c>default/1</c>.
/// </param>
public sealed record ConsentNotice(string Version, string Title, string Text, IReadOnlyList<string>? SameSubstanceAs = null)
{
    internal IEnumerable<PolicyProblem> Validate(string path)
    {
        if (string.IsNullOrWhiteSpace(Version) || string.IsNullOrWhiteSpace(Title) || string.IsNullOrWhiteSpace(Text))
        {
            yield return new PolicyProblem(path, "must have a version, a title and a text: nobody can agree to what is not said");
        }

        if (Version.Contains('/', StringComparison.Ordinal))
        {
            yield return new PolicyProblem($"{path}.version", "must not hold a slash");
        }

        if (SameSubstanceAs?.Contains(Version) == true)
        {
            yield return new PolicyProblem($"{path}.sameSubstanceAs", "must not name the notice's own version");
        }
    }
}

/// <summary>What a person was told, as a fingerprint: title, text, kinds of data and recipients. The same fingerprint is the same information, whatever the version says.</summary>
internal static class NoticeDigest
{
    private static readonly ConditionalWeakTable<PurposePolicy, string> Known = [];

    public static string Of(PurposePolicy rule) => Known.GetValue(rule, Compute);

    private static string Compute(PurposePolicy rule)
    {
        string[] parts = [rule.Notice.Title, rule.Notice.Text, "data", .. Sorted(rule.Data), "recipients", .. Sorted(rule.Recipients)];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..16];
    }

    private static IEnumerable<string> Sorted(IReadOnlyList<string>? values) => (values ?? []).Order(StringComparer.Ordinal);
}
