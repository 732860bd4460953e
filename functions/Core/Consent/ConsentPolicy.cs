using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <summary>The consent policy: for each purpose its legal basis, and where that is consent, the notice that is shown and how long consent holds.</summary>
public sealed record ConsentPolicy : IValidatedPolicy
{
    /// <summary>The policy's id.</summary>
    public const string Id = "consent/default";

    /// <summary>Where it applies, as <c>default</c>.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>Who is responsible for the processing, as shown in receipts.</summary>
    public required string Controller { get; init; }

    /// <summary>The language of the notices (BCP 47).</summary>
    public string Language { get; init; } = "en";

    /// <summary>The purposes; every one must be there.</summary>
    public required IReadOnlyDictionary<Purpose, PurposePolicy> Purposes { get; init; }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        foreach (var purpose in PurposeNames.All)
        {
            var path = $"$.purposes.{purpose.Name()}";
            if (!Purposes.TryGetValue(purpose, out var policy))
            {
                yield return new PolicyProblem("$.purposes", $"lacks the purpose '{purpose.Name()}'");
                continue;
            }

            // Consent that a contract is made dependent on is not free (GDPR Art. 7(4)), and a contract does not cover more than it needs (Art. 6(1)(b)).
            var basis = purpose == Purpose.Service ? LegalBasis.Contract : LegalBasis.Consent;
            if (policy.Basis != basis)
            {
                yield return new PolicyProblem($"{path}.basis", $"must be {basis.ToString().ToLowerInvariant()}");
            }

            foreach (var problem in policy.Validate(path))
            {
                yield return problem;
            }
        }
    }
}

/// <summary>The rules of one purpose.</summary>
/// <param name="Basis">The legal ground.</param>
/// <param name="Notice">What a person is told.</param>
/// <param name="ExpiresAfterDays">After how many days consent must be asked for again; <see langword="null"/> for a basis that is not consent.</param>
/// <param name="Data">Kinds of data that are used; in receipts.</param>
/// <param name="Recipients">Who else receives them; in receipts.</param>
/// <param name="Retention">How long they are kept, in words; in receipts.</param>
public sealed record PurposePolicy(
    LegalBasis Basis, ConsentNotice Notice, int? ExpiresAfterDays = null, IReadOnlyList<string>? Data = null, IReadOnlyList<string>? Recipients = null, string? Retention = null)
{
    internal IEnumerable<PolicyProblem> Validate(string path)
    {
        if (Basis == LegalBasis.Consent && ExpiresAfterDays is not (> 0 and <= 3660))
        {
            yield return new PolicyProblem($"{path}.expiresAfterDays", "must be 1 to 3660: consent does not hold for ever");
        }

        if (Basis != LegalBasis.Consent && ExpiresAfterDays is not null)
        {
            yield return new PolicyProblem($"{path}.expiresAfterDays", "is only for consent");
        }

        if (string.IsNullOrWhiteSpace(Notice.Version) || string.IsNullOrWhiteSpace(Notice.Title) || string.IsNullOrWhiteSpace(Notice.Text))
        {
            yield return new PolicyProblem($"{path}.notice", "must have a version, a title and a text: nobody can agree to what is not said");
        }
    }
}

/// <summary>The words with which consent is asked for.</summary>
/// <param name="Version">Changes with every change of the text.</param>
/// <param name="Title">A few words.</param>
/// <param name="Text">What happens with the data, and what does not.</param>
public sealed record ConsentNotice(string Version, string Title, string Text);
