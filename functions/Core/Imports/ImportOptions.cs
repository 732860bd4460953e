namespace RetailServerless.Core.Imports;

/// <summary>Settings <c>Imports:*</c>.</summary>
public sealed class ImportOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Imports";

    /// <summary>Largest upload, in bytes as sent (<c>Imports:MaxUploadBytes</c>). Default 2 GiB.</summary>
    public long MaxUploadBytes { get; set; } = 2L << 30;

    /// <summary>Currency of amounts that name none when the request does not tell it either (<c>Imports:DefaultCurrency</c>), ISO 4217. Default USD.</summary>
    public string DefaultCurrency { get; set; } = "USD";

    /// <summary>An import that stands first in line and has not moved for so long is given up (<c>Imports:AbandonAfter</c>). Default 15 minutes.</summary>
    public TimeSpan AbandonAfter { get; set; } = TimeSpan.FromMinutes(15);
}
