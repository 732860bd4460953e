namespace RetailServerless.Core.Consent.Iab;

/// <summary>A field: its name, how many bits a value has, and how many values it has.</summary>
internal readonly record struct UsField(string Name, int Bits, int Values)
{
    public int Length => Bits * Values;
}

/// <summary>
/// The form of a section of the United States: its fields in their order, and which subsections may follow. From the technical specification of each section in the repository of the Global Privacy
/// Platform (state of December 2025).
/// </summary>
internal sealed record UsSectionForm(int Id, string Name, IReadOnlyList<UsField> Core, bool HasGpc, IReadOnlyList<UsField>? Sensitive = null, bool HasHeader = false)
{
    /// <summary>The sections.</summary>
    public static IReadOnlyDictionary<int, UsSectionForm> All { get; } = new[]
    {
        National(16, 3),
        new UsSectionForm(8, "usca", [V, One("SaleOptOutNotice"), One("SharingOptOutNotice"), One("SensitiveDataLimitUseNotice"), One("SaleOptOut"), One("SharingOptOut"), Many(SensitiveData, 9), Many(Child, 2), One("PersonalDataConsents"), .. Mspa], true),
        new UsSectionForm(9, "usva", [V, .. Opening("SharingNotice"), Many(SensitiveData, 8), One(Child), .. Mspa], false),
        new UsSectionForm(10, "usco", [V, .. Opening("SharingNotice"), Many(SensitiveData, 7), One(Child), .. Mspa], true),
        new UsSectionForm(11, "usut", [V, .. Notices("SharingNotice"), One("SensitiveDataProcessingOptOutNotice"), .. OptOuts, Many(SensitiveData, 8), One(Child), .. Mspa], false),
        new UsSectionForm(12, "usct", [V, .. Opening("SharingNotice"), Many(SensitiveData, 8), Many(Child, 3), .. Mspa], true),
        new UsSectionForm(13, "usfl", [V, .. Opening(Processing), Many(SensitiveData, 8), Many(Child, 3), One(Additional), .. Mspa], false),
        new UsSectionForm(14, "usmt", [V, .. Opening("SharingNotice"), Many(SensitiveData, 8), Many(Child, 3), One(Additional), .. Mspa], true),
        new UsSectionForm(15, "usor", [V, .. Opening(Processing), Many(SensitiveData, 11), Many(Child, 3), One(Additional), .. Mspa], true),
        new UsSectionForm(16, "ustx", [V, .. Opening(Processing), Many(SensitiveData, 8), One(Child), One(Additional), .. Mspa], true),
        new UsSectionForm(17, "usde", [V, .. Opening(Processing), Many(SensitiveData, 9), Many(Child, 5), One(Additional), .. Mspa], true),
        new UsSectionForm(18, "usia", [V, .. Notices(Processing), One("SensitiveDataOptOutNotice"), .. OptOuts, Many(SensitiveData, 8), One(Child), .. Mspa], true),
        new UsSectionForm(19, "usne", [V, .. Opening(Processing), Many(SensitiveData, 8), One(Child), One(Additional), .. Mspa], true),
        new UsSectionForm(20, "usnh", [V, .. Opening(Processing), Many(SensitiveData, 8), Many(Child, 3), One(Additional), .. Mspa], true),
        new UsSectionForm(21, "usnj", [V, .. Opening(Processing), Many(SensitiveData, 10), Many(Child, 5), One(Additional), .. Mspa], true),
        new UsSectionForm(22, "ustn", [V, .. Opening(Processing), Many(SensitiveData, 8), One(Child), One(Additional), .. Mspa], true),
        new UsSectionForm(23, "usmn", [V, .. Opening(Processing), Many(SensitiveData, 8), One(Child), One(Additional), .. Mspa], true),
        new UsSectionForm(24, "usmd", [.. NewMspa, .. Opening(Processing), One(Additional)], true, HasHeader: true),
        new UsSectionForm(25, "usin", [.. NewMspa, .. Opening(Processing), One(Child), One(Additional)], false, [Many(SensitiveData, 8)], HasHeader: true),
        new UsSectionForm(26, "usky", [.. NewMspa, .. Opening(Processing), One(Child), One(Additional)], false, [Many(SensitiveData, 8)], HasHeader: true),
        new UsSectionForm(27, "usri", [.. NewMspa, .. Opening(Processing), One(Child), One(Additional)], false, [Many(SensitiveData, 8)], HasHeader: true),
    }.ToDictionary(s => s.Id);

    /// <summary>The highest version that is known.</summary>
    public int HighestVersion => Id == NationalId ? 2 : 1;

    private const int NationalId = 7;
    private const string Processing = "ProcessingNotice";
    private const string SensitiveData = "SensitiveDataProcessing";
    private const string Child = "KnownChildSensitiveDataConsents";
    private const string Additional = "AdditionalDataProcessingConsent";

    private static UsField V => new("Version", 6, 1);

    private static UsField[] OptOuts => [One("SaleOptOut"), One("TargetedAdvertisingOptOut")];

    private static UsField[] Mspa => [One("MspaCoveredTransaction"), One("MspaOptOutOptionMode"), One("MspaServiceProviderMode")];

    private static UsField[] NewMspa => [new("MspaVersion", 6, 1), One("MspaCoveredTransaction"), One("MspaMode")];

    /// <summary>The form under which a version of the section was written: the national section had fewer categories in its first.</summary>
    public UsSectionForm InVersion(int version) => Id == NationalId && version == 1 ? National(12, 2) : this;

    private static UsSectionForm National(int sensitive, int children) => new(
        NationalId,
        "usnat",
        [
            V, One("SharingNotice"), One("SaleOptOutNotice"), One("SharingOptOutNotice"), One("TargetedAdvertisingOptOutNotice"), One("SensitiveDataProcessingOptOutNotice"),
            One("SensitiveDataLimitUseNotice"), One("SaleOptOut"), One("SharingOptOut"), One("TargetedAdvertisingOptOut"), Many(SensitiveData, sensitive), Many(Child, children),
            One("PersonalDataConsents"), .. Mspa,
        ],
        true);

    private static UsField One(string name) => new(name, 2, 1);

    private static UsField Many(string name, int values) => new(name, 2, values);

    private static UsField[] Notices(string first) => [One(first), One("SaleOptOutNotice"), One("TargetedAdvertisingOptOutNotice")];

    private static UsField[] Opening(string first) => [.. Notices(first), .. OptOuts];
}
