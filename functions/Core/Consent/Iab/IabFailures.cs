using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent.Iab;

/// <summary>Why a TC or GPP string cannot be read. The detail never repeats the string: it is about a person.</summary>
public static class IabFailures
{
    /// <summary>Longer strings are not looked at: a TC string that names every vendor by a bit has a tenth of it.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The string is too long.</summary>
    public static Failure TooLong { get; } = Of("signal-too-long", $"The string is longer than {MaxLength} characters.");

    /// <summary>The string is empty, or a part of it is.</summary>
    public static Failure Empty { get; } = Of("signal-empty", "The string, or a part of it between two separators, is empty.");

    /// <summary>Neither a TC string nor a GPP string.</summary>
    public static Failure Unknown { get; } = Of("signal-unknown", "The string is neither a TC string of version 2 (begins with C) nor a GPP string of version 1 (begins with DB).");

    internal static Failure Character(string part) => Of("signal-character", $"The {part} has a character that is not of base64url (A-Z, a-z, 0-9, - and _).");

    internal static Failure Truncated(string part) => Of("signal-truncated", $"The {part} ends before its last field.");

    internal static Failure Trailing(string part) => Of("signal-trailing-data", $"The {part} goes on after its last field.");

    internal static Failure Version(string part) => Of("signal-version", $"The {part} has a version that is not known here.");

    internal static Failure Range(string part) => Of("signal-range", $"The {part} has a range of ids that begins at 0, ends before it begins, or goes beyond the highest id.");

    internal static Failure Value(string part, string field) => Of("signal-value", $"The {part} has a value of '{field}' that the specification does not know.");

    internal static Failure Segment(string part) => Of("signal-segment", $"The {part} has a segment that is not known, comes twice, or is not in its place.");

    internal static Failure Sections { get; } = Of("signal-sections", "The GPP header names other sections than follow it, or names one twice.");

    private static Failure Of(string code, string detail) => new(FailureKind.Invalid, code, detail);
}
