using System.Text;

namespace RetailServerless.LocalHost;

/// <summary>
/// The host cannot start. The message is for the person who starts it: one line, or a numbered list when several things are wrong. A process
/// that does not catch it prints the message on standard error and ends with exit code 1.
/// </summary>
public sealed class LocalHostStartException : Exception
{
    /// <summary>With everything that is wrong.</summary>
    /// <param name="errors">At least one line.</param>
    /// <param name="inner">What it comes from.</param>
    public LocalHostStartException(IReadOnlyList<string> errors, Exception? inner = null)
        : base(Describe(errors), inner)
    {
        Errors = [.. errors];
    }

    /// <summary>One line for each thing that is wrong.</summary>
    public IReadOnlyList<string> Errors { get; }

    private static string Describe(IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (errors.Count == 1)
        {
            return "The functions host cannot start: " + errors[0];
        }

        var text = new StringBuilder($"The functions host cannot start, {errors.Count} errors:");
        for (var i = 0; i < errors.Count; i++)
        {
            text.Append($"\n  {i + 1}. {errors[i]}");
        }

        return text.ToString();
    }
}
