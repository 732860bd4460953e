using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>What the law leaves to the shop in answering requests: <c>policies/privacy-requests/default.yaml</c>.</summary>
public sealed record RequestPolicy : IValidatedPolicy
{
    /// <summary>The policy's id.</summary>
    public const string Id = "privacy-requests/default";

    /// <summary>How old a sign-in may be that counts as signing in again, minutes.</summary>
    public required int SignInWithinMinutes { get; init; }

    /// <summary>For how many days a person can show who they are.</summary>
    public required int VerificationDays { get; init; }

    /// <summary>How often something wrong may be shown.</summary>
    public required int VerificationAttempts { get; init; }

    /// <summary>For how many days a package lies ready.</summary>
    public required int PackageDays { get; init; }

    /// <summary>For how many days backups are kept: the last one that holds a destroyed key expires then.</summary>
    public required int BackupDays { get; init; }

    /// <summary>Within how many days a model that learned from an erased person is trained anew or removed.</summary>
    public required int RetrainDays { get; init; }

    /// <summary>After how many days without an answer of a processor the request is closed without it.</summary>
    public required int ProcessorDays { get; init; }

    /// <summary>For how many minutes an erasure waits until the mailer has taken the last message to the person; 0: it does not wait.</summary>
    public int NoticeMinutes { get; init; }

    /// <summary>How many days before a restriction is lifted the person is told.</summary>
    public int LiftNoticeDays { get; init; } = 7;

    /// <summary>What is done about a model that learned from an erased person, by the model's name; what is not named is trained anew.</summary>
    public IReadOnlyDictionary<string, LearnedModelAction> LearnedModels { get; init; } = new Dictionary<string, LearnedModelAction>(StringComparer.Ordinal);

    /// <summary>What is done about a version, as <c>recommender@3</c>.</summary>
    public LearnedModelAction ActionOf(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return LearnedModels.GetValueOrDefault(reference.Split('@')[0], LearnedModelAction.Retrain);
    }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        foreach (var (path, value, most) in new[]
                 {
                     ("$.signInWithinMinutes", SignInWithinMinutes, 60), ("$.verificationDays", VerificationDays, 45), ("$.verificationAttempts", VerificationAttempts, 20),
                     ("$.packageDays", PackageDays, 90), ("$.backupDays", BackupDays, 400), ("$.retrainDays", RetrainDays, 400), ("$.processorDays", ProcessorDays, 45),
                 })
        {
            if (value < 1 || value > most)
            {
                yield return new PolicyProblem(path, $"must be 1 to {most}");
            }
        }

        if (NoticeMinutes is < 0 or > 1440)
        {
            yield return new PolicyProblem("$.noticeMinutes", "must be 0 to 1440");
        }

        if (LiftNoticeDays is < 1 or > 90)
        {
            yield return new PolicyProblem("$.liftNoticeDays", "must be 1 to 90");
        }
    }
}
