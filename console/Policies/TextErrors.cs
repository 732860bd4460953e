using System.Globalization;
using System.Text.RegularExpressions;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Policies;

/// <summary>A mistake in the text of a policy.</summary>
/// <param name="Line">Where, from 1; <see langword="null"/> when the platform did not say.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Text">The line as it stands.</param>
internal sealed record TextError(int? Line, string Reason, string Text);

/// <summary>Reads the mistakes out of a refusal, each of which names file, line and reason.</summary>
internal static partial class TextErrors
{
    /// <summary>The mistakes, by line; empty when the refusal is about something else than the text.</summary>
    public static IReadOnlyList<TextError> Of(PlatformProblem problem, string yaml)
    {
        if (problem.Code != "policy-invalid")
        {
            return [];
        }

        var lines = yaml.Split('\n');
        var said = problem.Errors.Count > 0 ? problem.Errors.Values.SelectMany(e => e) : [problem.Detail];
        return [.. said.Select(s => Read(s, lines)).OrderBy(e => e.Line ?? int.MaxValue)];
    }

    private static TextError Read(string said, string[] lines)
    {
        if (Located().Match(said) is not { Success: true } match || !int.TryParse(match.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var line))
        {
            return new TextError(null, said, "");
        }

        return new TextError(line, match.Groups["reason"].Value, line >= 1 && line <= lines.Length ? lines[line - 1].Trim() : "");
    }

    [GeneratedRegex(@"^[^:\s]+:(?<line>\d+): (?<reason>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Located();
}
