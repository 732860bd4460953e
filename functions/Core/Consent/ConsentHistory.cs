namespace RetailServerless.Core.Consent;

/// <summary>What a person had agreed to at an instant, as the receipts prove it.</summary>
/// <param name="At">The instant, UTC.</param>
/// <param name="Purposes">The purposes, and channels of them, that had been decided about; any other had not been agreed to.</param>
public sealed record ConsentHistory(DateTimeOffset At, IReadOnlyDictionary<ConsentScope, PurposeHistory> Purposes)
{
    /// <summary>Reads the receipts, oldest first, up to the instant.</summary>
    internal static ConsentHistory Of(IEnumerable<ConsentReceipt> receipts, DateTimeOffset at)
    {
        var purposes = new SortedDictionary<ConsentScope, PurposeHistory>();
        foreach (var r in receipts.Where(r => r.At <= at))
        {
            if (r is { ContactChannel: null, Decision: ConsentDecision.Granted })
            {
                // As in the state: a yes to the whole replaces what was said about channels before.
                ContactChannelNames.All.ToList().ForEach(c => purposes.Remove(r.Purpose.By(c)));
            }

            purposes[r.Scope] = new PurposeHistory(
                r.Decision == ConsentDecision.Granted && r.ExpiresAt > at, r.Decision, r.ReceiptId, r.Number, r.At, r.ExpiresAt, r.Notice, r.Channel, r.PolicyVersion);
        }

        return new ConsentHistory(at, purposes);
    }
}

/// <summary>One purpose at an instant.</summary>
/// <param name="Granted">Whether consent held.</param>
/// <param name="Decision">The last decision until then.</param>
/// <param name="ReceiptId">Its receipt.</param>
/// <param name="ReceiptNumber">The number of the receipt.</param>
/// <param name="DecidedAt">When, UTC.</param>
/// <param name="ExpiresAt">Until when it was to hold, UTC.</param>
/// <param name="Notice">The notice that had been shown.</param>
/// <param name="Channel">Where it was decided.</param>
/// <param name="PolicyVersion">The policy under which it was decided.</param>
public sealed record PurposeHistory(
    bool Granted, ConsentDecision Decision, Guid ReceiptId, int ReceiptNumber, DateTimeOffset DecidedAt, DateTimeOffset? ExpiresAt, ConsentNotice Notice, string Channel, string PolicyVersion);
