using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Why something about a request is not done.</summary>
public static class RequestFailures
{
    /// <summary>There is none for this caller.</summary>
    public static Failure Unknown { get; } = new(FailureKind.NotFound, "privacy-request-unknown", "There is no such request, or it is not about whom you act for.");

    /// <summary>It is not in a state for this.</summary>
    public static Failure WrongState(RequestStatus status) =>
        new(FailureKind.Conflict, "privacy-request-state", $"The request is {status} now, and this cannot be done with it any more. Read it again.");

    /// <summary>It changed meanwhile.</summary>
    public static Failure Changed { get; } =
        new(FailureKind.PreconditionFailed, "precondition-failed", "The request has changed since it was read. Read it again and repeat the change on what is there now.");

    /// <summary>The person was erased.</summary>
    public static Failure Erased { get; } =
        new(FailureKind.Conflict, "person-erased", "This person's data was erased at their request, and nothing is kept about them any more.");

    /// <summary>Nobody knows any more whom it concerned.</summary>
    public static Failure SubjectForgotten { get; } =
        new(FailureKind.Conflict, "subject-forgotten", "Whom this request concerned is not known any more: the key under which it was kept is destroyed.");

    /// <summary>Proof did not match.</summary>
    public static Failure NotProved(string code, int left) => new(
        FailureKind.Forbidden, code, left > 0
            ? $"That does not prove who asks. {left} more tries are left; what exactly did not match is not told."
            : "That does not prove who asks, and no tries are left. The request is closed; a new one can be made.");

    /// <summary>What was shown is not asked for.</summary>
    public static Failure ProofNotNeeded { get; } =
        new(FailureKind.Conflict, "proof-not-needed", "This proof is not asked for, and must not be: see what the request still needs.");

    /// <summary>The sign-in is too old.</summary>
    public static Failure SignInAgain { get; } =
        new(FailureKind.Forbidden, "sign-in-again", "Sign in again and come back with the new token: before data are given or erased the holder of an account has to (11 CCR 7061(a); GDPR Art. 12(6)).");

    /// <summary>No more codes.</summary>
    public static Failure NoMoreCodes { get; } =
        new(FailureKind.TooMany, "no-more-codes", "No more codes are sent for this request. Prove it in another way, or let staff look at it.");

    /// <summary>No address to send to.</summary>
    public static Failure NoSuchChannel { get; } =
        new(FailureKind.Unprocessable, "no-such-channel", "The shop has no such address or number of the person. Choose another way.");

    /// <summary>There is nothing yet.</summary>
    public static Failure NothingYet(string what) => new(FailureKind.Conflict, what + "-not-there", "It is not there yet, or not for this kind of request.");

    /// <summary>The link is not good.</summary>
    public static Failure LinkSpent { get; } =
        new(FailureKind.Forbidden, "link-spent", "The link is not good: it works once, for some days, and for the person alone. Ask for a new one.");

    /// <summary>A processor's answer is not genuine.</summary>
    public static Failure ProcessorNotGenuine { get; } =
        new(FailureKind.Unprocessable, "processor-not-genuine", "The signature of the answer is not the processor's, or too old.");

    /// <summary>A permission is not genuine.</summary>
    public static Failure LetterNotGenuine { get; } = new(
        FailureKind.Forbidden,
        "permission-not-genuine",
        "The agent's letter is not signed by that agent, is for another person or right, or has expired. Show the person's signed permission; a power of attorney is not needed.");
}
