using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <summary>The rules of one purpose.</summary>
/// <param name="Basis">The legal ground.</param>
/// <param name="Notice">What a person is told.</param>
/// <param name="ExpiresAfterDays">After how many days consent must be asked for again; <see langword="null"/> for a basis without consent.</param>
/// <param name="Data">Kinds of data that are used; in receipts.</param>
/// <param name="Recipients">Who else receives them; in receipts.</param>
/// <param name="Retention">How long they are kept, in words; in receipts.</param>
/// <param name="Channels">The channels by which it is divided: each is agreed to on its own.</param>
/// <param name="OptIn">How somebody opts in again who has opted out; <see langword="null"/>: see <see cref="OptInAgain"/>.</param>
public sealed record PurposePolicy(
    LegalBasis Basis,
    ConsentNotice Notice,
    int? ExpiresAfterDays = null,
    IReadOnlyList<string>? Data = null,
    IReadOnlyList<string>? Recipients = null,
    string? Retention = null,
    IReadOnlyList<ContactChannel>? Channels = null,
    OptInPolicy? OptIn = null)
{
    internal bool IsDivided => Channels is { Count: > 0 };

    /// <summary>How somebody opts in again who has opted out of the purpose; <see langword="null"/> where saying yes is enough.</summary>
    internal OptInPolicy? OptInAgain(Purpose purpose) => OptIn ?? (purpose is Purpose.SaleOrShare or Purpose.Sensitive ? OptInPolicy.OfTheLaw : null);

    internal IEnumerable<PolicyProblem> Validate(string path, Purpose purpose)
    {
        var rests = Basis is LegalBasis.Consent or LegalBasis.OptOut;
        if (rests && ExpiresAfterDays is not (> 0 and <= 3660))
        {
            yield return new PolicyProblem($"{path}.expiresAfterDays", "must be 1 to 3660: consent does not hold for ever");
        }

        if (!rests && ExpiresAfterDays is not null)
        {
            yield return new PolicyProblem($"{path}.expiresAfterDays", "is only for consent");
        }

        if (Channels is { } channels && (!rests || channels.Count == 0 || channels.Distinct().Count() != channels.Count))
        {
            yield return new PolicyProblem($"{path}.channels", "must name each channel once, for a purpose that rests on consent");
        }

        foreach (var problem in Notice.Validate($"{path}.notice").Concat(OptIn?.Validate($"{path}.optIn", purpose) ?? []))
        {
            yield return problem;
        }
    }
}

/// <summary>How somebody opts in again who has opted out.</summary>
/// <param name="WaitMonths">For how many months after the opt-out they are not asked (Civ. Code 1798.135(c)(4)).</param>
/// <param name="TwoSteps">Whether they first ask for it and then, separately, confirm (11 CCR 7028).</param>
/// <param name="ConfirmWithinMinutes">How long the first step can be confirmed.</param>
public sealed record OptInPolicy(int WaitMonths, bool TwoSteps, int ConfirmWithinMinutes = 60)
{
    /// <summary>What the law wants for sale, sharing and sensitive information; it stands where a policy says nothing, and no policy can say less.</summary>
    public static OptInPolicy OfTheLaw { get; } = new(12, true);

    internal IEnumerable<PolicyProblem> Validate(string path, Purpose purpose)
    {
        var law = purpose is Purpose.SaleOrShare or Purpose.Sensitive;
        if (WaitMonths < (law ? 12 : 0) || WaitMonths > 120)
        {
            yield return new PolicyProblem($"{path}.waitMonths", law ? "must be 12 to 120 (Civ. Code 1798.135(c)(4))" : "must be 0 to 120");
        }

        if (law && !TwoSteps)
        {
            yield return new PolicyProblem($"{path}.twoSteps", "must be true (11 CCR 7028)");
        }

        if (ConfirmWithinMinutes is not (> 0 and <= 10_080))
        {
            yield return new PolicyProblem($"{path}.confirmWithinMinutes", "must be 1 to 10080");
        }
    }
}
