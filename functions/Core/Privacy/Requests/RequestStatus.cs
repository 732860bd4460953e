namespace RetailServerless.Core.Privacy.Requests;

/// <summary>How far a request of a person about their data has come.</summary>
public enum RequestStatus
{
    /// <summary>Waits for proof of who asks.</summary>
    Verifying,

    /// <summary>Every store is looked through for what the request concerns.</summary>
    Gathering,

    /// <summary>Waits for the decision of a privacy officer.</summary>
    AwaitingApproval,

    /// <summary>What was asked is being done.</summary>
    Executing,

    /// <summary>Done here; waits for those to whom the data was passed on.</summary>
    AwaitingProcessors,

    /// <summary>Done and told.</summary>
    Completed,

    /// <summary>Refused, with the reason.</summary>
    Rejected,

    /// <summary>Taken back by the person.</summary>
    Withdrawn,

    /// <summary>Nobody proved in time who asks.</summary>
    Expired,

    /// <summary>The person was erased at their own request before it was done.</summary>
    Overtaken,
}

/// <summary>What came of a closed request.</summary>
public enum RequestEnding
{
    /// <summary>Everything that was asked.</summary>
    Fulfilled,

    /// <summary>Everything but what a legal hold covers.</summary>
    PartlyFulfilled,

    /// <summary>Nothing: a reason of law was told.</summary>
    Rejected,

    /// <summary>Nothing: the person took it back.</summary>
    Withdrawn,

    /// <summary>Nothing: identity was not proved.</summary>
    NotVerified,

    /// <summary>Nothing: the person was erased at their own request first.</summary>
    Overtaken,
}

/// <summary>Who brought a request.</summary>
public enum RequestIntake
{
    /// <summary>The shopper with their own token.</summary>
    Shopper,

    /// <summary>A storefront on the shopper's behalf.</summary>
    Storefront,

    /// <summary>Staff, for somebody who wrote, called or came.</summary>
    Staff,

    /// <summary>An agent with the person's signed permission (11 CCR 7063).</summary>
    Agent,

    /// <summary>A row of a list that staff uploaded.</summary>
    Bulk,
}

/// <summary>What follows from a status.</summary>
public static class RequestStatuses
{
    /// <summary>Whether nothing more happens.</summary>
    public static bool IsClosed(this RequestStatus status) =>
        status is RequestStatus.Completed or RequestStatus.Rejected or RequestStatus.Withdrawn or RequestStatus.Expired or RequestStatus.Overtaken;

    /// <summary>Whether one status may follow another.</summary>
    public static bool CanBecome(this RequestStatus from, RequestStatus to) => (from, to) switch
    {
        _ when from == to || from.IsClosed() => false,
        (_, RequestStatus.Overtaken) => true,
        (_, RequestStatus.Withdrawn) => from is RequestStatus.Verifying or RequestStatus.Gathering or RequestStatus.AwaitingApproval,
        (RequestStatus.Verifying, RequestStatus.Gathering or RequestStatus.Executing or RequestStatus.Rejected or RequestStatus.Expired) => true,
        (RequestStatus.Gathering, RequestStatus.AwaitingApproval or RequestStatus.Rejected) => true,
        (RequestStatus.AwaitingApproval, RequestStatus.Executing or RequestStatus.Rejected) => true,
        (RequestStatus.Executing, RequestStatus.AwaitingProcessors or RequestStatus.Completed) => true,
        (RequestStatus.AwaitingProcessors, RequestStatus.Completed) => true,
        _ => false,
    };
}
