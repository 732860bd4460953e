namespace RetailServerless.Core.Consent;

/// <summary>What data about a person is read for.</summary>
public enum Purpose
{
    /// <summary>Doing what the person asked for: orders, returns, questions. Basis: contract (GDPR Art. 6(1)(b)).</summary>
    Service,

    /// <summary>Showing things chosen for the person. Basis: consent.</summary>
    Personalization,

    /// <summary>Measuring how the shop is used. Basis: consent.</summary>
    Analytics,

    /// <summary>Learning models from what the person did. Basis: consent.</summary>
    ModelTraining,

    /// <summary>Writing to the person of one's own accord. Basis: consent.</summary>
    Marketing,

    /// <summary>Sale, or sharing for cross-context behavioural advertising (Civ. Code 1798.140(ad), (ah)).</summary>
    SaleOrShare,

    /// <summary>Use of sensitive personal information beyond what was asked for (Civ. Code 1798.121; GDPR Art. 9).</summary>
    Sensitive,
}

/// <summary>The legal ground of a grant.</summary>
public enum LegalBasis
{
    /// <summary>GDPR Art. 6(1)(a).</summary>
    Consent,

    /// <summary>GDPR Art. 6(1)(b).</summary>
    Contract,

    /// <summary>GDPR Art. 6(1)(c).</summary>
    LegalObligation,

    /// <summary>Allowed until the person opts out (Civ. Code 1798.120).</summary>
    OptOut,
}
