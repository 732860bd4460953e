namespace RetailServerless.Core.Privacy.Retention;

/// <summary>What a run found about an item.</summary>
public enum RetentionStanding
{
    /// <summary>Its time runs.</summary>
    Kept,

    /// <summary>Its time is over, and nothing stands against its removal.</summary>
    Due,

    /// <summary>Its time is over, and a legal hold keeps it (GDPR Art. 17(3); Civ. Code 1798.105(d)).</summary>
    Held,

    /// <summary>Its time is over, and its person asked that their data be kept and not used (GDPR Art. 18).</summary>
    Restricted,

    /// <summary>Work that concerns it is not finished.</summary>
    InUse,

    /// <summary>It does not say when its time began; it is kept.</summary>
    Undated,
}
