namespace RetailServerless.Core.Consent.Iab;

/// <summary>A string of the IAB Tech Lab's Global Privacy Platform, version 1 ("Global Privacy Platform String").</summary>
public sealed record GppString
{
    /// <summary>The sections that the header names, in the order in which they follow.</summary>
    public required IReadOnlyList<int> SectionIds { get; init; }

    /// <summary>Section 2, a TC string.</summary>
    public TcString? TcfEuV2 { get; init; }

    /// <summary>Section 6, a US Privacy string.</summary>
    public UsPrivacy? UspV1 { get; init; }

    /// <summary>Sections of the United States and of single states, in the order in which they come.</summary>
    public IReadOnlyList<UsSection> States { get; init; } = [];

    /// <summary>Sections that are not known here and are kept unread.</summary>
    public IReadOnlyList<int> Unread { get; init; } = [];
}

/// <summary>A US Privacy string of four characters ("CCPA Compliance Framework: U.S. Privacy String", version 1), deprecated and still in use.</summary>
/// <param name="Notice">Whether notice and the opportunity to opt out were given: <c>Y</c>, <c>N</c>, <c>-</c>.</param>
/// <param name="OptOutSale">Whether the person opted out of sale: <c>Y</c>, <c>N</c>, <c>-</c>.</param>
/// <param name="LspaCovered">Whether the transaction is covered by the limited service provider agreement: <c>Y</c>, <c>N</c>, <c>-</c>.</param>
public sealed record UsPrivacy(char Notice, char OptOutSale, char LspaCovered);

/// <summary>A section of the United States or of one state.</summary>
/// <param name="Id">The section's id.</param>
/// <param name="Name">Its prefix, as <c>usca</c>.</param>
/// <param name="Fields">
/// The fields of its core and further subsections by the names of the specification; a field that is a list of categories has several values. What a value means is the field's: for the
/// opt-outs 0 is not applicable, 1 opted out, 2 did not opt out; for consents 1 is no and 2 is yes. 3 is not defined and means nothing.
/// </param>
/// <param name="Gpc">The subsection that passes on the Global Privacy Control signal; <see langword="null"/> when it is missing.</param>
public sealed record UsSection(int Id, string Name, IReadOnlyDictionary<string, IReadOnlyList<int>> Fields, bool? Gpc)
{
    /// <summary>The version under which it was written: of the section, or, where a section has none, of the agreement that it follows.</summary>
    public int Version => Fields.TryGetValue("Version", out var version) ? version[0] : Fields["MspaVersion"][0];
}
