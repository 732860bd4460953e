using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>How each right is handled.</summary>
public static class RequestRights
{
    /// <summary>Whether it acts at once, before anybody has looked at it (11 CCR 7026, 7027).</summary>
    public static bool ActsAtOnce(this PrivacyRight right) => right is PrivacyRight.OptOutOfSaleOrSharing or PrivacyRight.LimitUseOfSensitiveData;

    /// <summary>Whether every store is looked through and an officer decides.</summary>
    public static bool NeedsApproval(this PrivacyRight right) =>
        right is PrivacyRight.Access or PrivacyRight.Portability or PrivacyRight.Deletion or PrivacyRight.Correction;

    /// <summary>Whether it ends with a package.</summary>
    public static bool GivesPackage(this PrivacyRight right) => right is PrivacyRight.Access or PrivacyRight.Portability;

    /// <summary>Whether those to whom data was passed on must act too (GDPR Art. 19; Civ. Code 1798.105(c)(1)).</summary>
    public static bool ConcernsProcessors(this PrivacyRight right) =>
        right is PrivacyRight.Deletion or PrivacyRight.Correction or PrivacyRight.Restriction or PrivacyRight.OptOutOfSaleOrSharing or PrivacyRight.LimitUseOfSensitiveData;

    /// <summary>The status after identity is shown, or need not be.</summary>
    public static RequestStatus AfterVerification(this PrivacyRight right) => right.NeedsApproval() ? RequestStatus.Gathering : RequestStatus.Executing;
}
