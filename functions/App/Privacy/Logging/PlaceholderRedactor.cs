using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Functions.Privacy.Logging;

/// <summary>Puts <c>[EMAIL]</c>, <c>[NAME]</c> in the place of what is personal in a text, places by themselves included.</summary>
internal sealed class PlaceholderRedactor : Microsoft.Extensions.Compliance.Redaction.Redactor
{
    private readonly Core.Privacy.Redaction.Redactor _redactor = new(new RedactionPolicy { Kinds = [.. Enum.GetValues<PersonalTextKind>()] });

    public override int GetRedactedLength(ReadOnlySpan<char> input) => input.IsEmpty ? 0 : _redactor.RedactForGood(input.ToString()).Length;

    public override int Redact(ReadOnlySpan<char> source, Span<char> destination)
    {
        if (source.IsEmpty)
        {
            return 0;
        }

        var redacted = _redactor.RedactForGood(source.ToString());
        redacted.CopyTo(destination);
        return redacted.Length;
    }
}
