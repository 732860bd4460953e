namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>What a person may ask for. Whether a right exists, and on which terms, is said by the regime that applies to the person.</summary>
public enum PrivacyRight
{
    /// <summary>To be told what is held and to get a copy (GDPR Art. 15; Civ. Code 1798.110).</summary>
    Access,

    /// <summary>To get the data in a form that another shop can read (GDPR Art. 20; Civ. Code 1798.130(a)(3)(B)(iii)).</summary>
    Portability,

    /// <summary>To have the data erased (GDPR Art. 17; Civ. Code 1798.105).</summary>
    Deletion,

    /// <summary>To have wrong data put right (GDPR Art. 16; Civ. Code 1798.106).</summary>
    Correction,

    /// <summary>To have the data kept and not used (GDPR Art. 18).</summary>
    Restriction,

    /// <summary>To object to a use (GDPR Art. 21).</summary>
    Objection,

    /// <summary>To stop sale of the data and its sharing for advertising (Civ. Code 1798.120).</summary>
    OptOutOfSaleOrSharing,

    /// <summary>To limit the use of sensitive data (Civ. Code 1798.121).</summary>
    LimitUseOfSensitiveData,

    /// <summary>To have a decision that a machine took looked at by a person (GDPR Art. 22(3)).</summary>
    ContestOfAutomatedDecision,
}
