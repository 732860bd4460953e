namespace RetailServerless.Core.Policies;

/// <summary>Which kinds of decisions a policy governs, in words for a board.</summary>
public static class GovernedDecisions
{
    private static readonly (string Prefix, string[] Decisions)[] All =
    [
        ("chat/ai-disclosure", ["what a shopper is told about the machine at the start of a conversation"]),
        ("chat/redaction", ["what is taken out of a message before a model or a log sees it"]),
        ("chat/returns", ["whether an order can be returned, until when and at what cost, in replies of the chat"]),
        ("chat/store", ["what the chat may say about shipping, hours and payment"]),
        ("consent-signals/", ["what a TC or GPP string of a browser says about the purposes"]),
        ("consent/", ["every grant and refusal of the consent gate, for all purposes", "what a person is shown before agreeing"]),
        ("governance/", ["who may propose and approve policies, and how many must"]),
        ("privacy/calendars/", ["which days count as working days in the deadlines of requests about data"]),
        ("privacy/", ["rights, deadlines and verification of requests about data"]),
        ("privacy-requests/", ["how requests about data are verified and how long packages and keys are kept"]),
        ("retention/", ["how long each kind of data is kept"]),
        ("statistics/", ["what may be told about groups of people, and how exactly"]),
        ("redaction/", ["which kinds of personal text are recognised and how they are replaced"]),
        ("fairness/", ["when a model counts as fair enough to serve"]),
    ];

    /// <summary>The decisions that a policy governs; empty for a policy nobody has described.</summary>
    public static IReadOnlyList<string> Of(string policyId)
    {
        ArgumentNullException.ThrowIfNull(policyId);
        return All.FirstOrDefault(line => policyId.StartsWith(line.Prefix, StringComparison.Ordinal)).Decisions ?? [];
    }
}
