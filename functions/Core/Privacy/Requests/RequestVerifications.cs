using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Delivers codes to the addresses that the shop has of a person.</summary>
public interface IVerificationCodes
{
    /// <summary>Delivers a code. May be called again with the same code.</summary>
    Task SendAsync(CodeMessage message, CancellationToken cancellationToken);

    /// <summary>Forgets what was not delivered yet for a request.</summary>
    Task ForgetAsync(Guid request, CancellationToken cancellationToken);
}

/// <summary>A code on its way.</summary>
/// <param name="Request">For which request.</param>
/// <param name="Channel">E-mail or phone.</param>
/// <param name="Address">Where.</param>
/// <param name="Code">The code.</param>
/// <param name="ExpiresAt">Until when it is good, UTC.</param>
public sealed record CodeMessage(Guid Request, DataPoint Channel, string Address, string Code, DateTimeOffset ExpiresAt);

/// <summary>Judges what people show to prove who they are. Every failure is on the request's timeline and in the audit log; what did not match is never told.</summary>
public sealed class RequestVerifications(
    RequestStore requests, RequestKeys keys, PrivacyRegimes regimes, IPolicyStore policies, RequestSubjects subjects, PersonFacts facts, IVerificationCodes codes, TimeProvider time)
{
    private const string Use = "verification-code";
    private const int CodeDigits = 8;

    /// <summary>The person signed in again.</summary>
    public async Task<Result<DataSubjectRequestDocument>> SignInAsync(
        StoredDocument<DataSubjectRequestDocument> request, DateTimeOffset? signedInAt, CancellationToken cancellationToken)
    {
        if (Refuse(request.Value, p => p is ProofKind.SignInAgain or ProofKind.PersonConfirms) is { } refused)
        {
            return refused;
        }

        if (!(await policies.GetAsync<RequestPolicy>(RequestPolicy.Id, cancellationToken)).TryGet(out var policy, out var failure))
        {
            return failure;
        }

        return signedInAt is { } at && time.GetUtcNow() - at <= TimeSpan.FromMinutes(policy.Value.SignInWithinMinutes)
            ? await ShowAsync(request, p => p with { SignedInAgain = true, PersonConfirmed = p.Agent is not null || p.PersonConfirmed }, v => v, "shopper", cancellationToken)
            : RequestFailures.SignInAgain;
    }

    /// <summary>Sends a code to an address that the shop has.</summary>
    public async Task<Result<DataSubjectRequestDocument>> SendCodeAsync(
        StoredDocument<DataSubjectRequestDocument> request, DataPoint channel, string actorRole, CancellationToken cancellationToken)
    {
        if (Refuse(request.Value, p => p == ProofKind.MatchingDataPoints) is { } refused)
        {
            return refused;
        }

        if (channel is not (DataPoint.Email or DataPoint.Phone) || !IsUsable(request.Value, channel))
        {
            return RequestFailures.NoSuchChannel;
        }

        if (request.Value.Verification.CodesLeft <= 0)
        {
            return RequestFailures.NoMoreCodes;
        }

        if (!(await RegimeOfAsync(request.Value, cancellationToken)).TryGet(out var regime, out var failure))
        {
            return failure;
        }

        var subject = await subjects.OpenAsync(request.Value, cancellationToken);
        if (subject is null || await facts.AddressAsync(subject.Person, channel, cancellationToken) is not { } address)
        {
            return RequestFailures.NoSuchChannel;
        }

        var rule = regime.Policy.Verification.Codes;
        var code = RandomNumberGenerator.GetString("0123456789", CodeDigits);
        var now = time.GetUtcNow();
        var sent = new SentCode(channel, await HashAsync(request.Value.Id, code, cancellationToken), now.AddMinutes(rule.ValidMinutes), rule.MaxAttempts);
        var changed = (request.Value with
        {
            Verification = request.Value.Verification with
            {
                Code = sent,
                CodesLeft = request.Value.Verification.CodesLeft - 1,
                SpentCodes = request.Value.Verification.Code is { } old ? [.. request.Value.Verification.SpentCodes, old.Hash] : request.Value.Verification.SpentCodes,
            },
        }).With(RequestEventKind.CodeSent, now, actorRole, channel.ToString().ToLowerInvariant());
        if (await requests.TryChangeAsync(request, changed, cancellationToken) is not { } written)
        {
            return RequestFailures.Changed;
        }

        // The code counts only once it is on record; a crash between both costs one code and no safety.
        await codes.SendAsync(new CodeMessage(written.Id, channel, address, code, sent.ExpiresAt), cancellationToken);
        return written;
    }

    /// <summary>Takes a code that was sent.</summary>
    public async Task<Result<DataSubjectRequestDocument>> EnterCodeAsync(
        StoredDocument<DataSubjectRequestDocument> request, string code, string actorRole, CancellationToken cancellationToken)
    {
        var verification = request.Value.Verification;
        var hash = await HashAsync(request.Value.Id, code, cancellationToken);
        if (verification.SpentCodes.Contains(hash, StringComparer.Ordinal))
        {
            return await FailAsync(request, "code-replayed", actorRole, cancellationToken);
        }

        if (Refuse(request.Value, p => p == ProofKind.MatchingDataPoints) is { } refused)
        {
            return refused;
        }

        var now = time.GetUtcNow();
        if (verification.Code is not { } sent || sent.ExpiresAt <= now || sent.AttemptsLeft <= 0)
        {
            return await FailAsync(request, "code-expired", actorRole, cancellationToken);
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(sent.Hash)))
        {
            return await FailAsync(request, "code-wrong", actorRole, cancellationToken);
        }

        await codes.ForgetAsync(request.Value.Id, cancellationToken);
        return await ShowAsync(
            request,
            p => p with { Matched = [.. p.Matched.Append(sent.Channel).Distinct()] },
            v => v with { Code = null, SpentCodes = [.. v.SpentCodes, sent.Hash] },
            actorRole,
            cancellationToken);
    }

    /// <summary>Compares what somebody said with what the shop holds. An address or number of telephone is not compared: a code shows that it is theirs.</summary>
    public async Task<Result<DataSubjectRequestDocument>> MatchAsync(
        StoredDocument<DataSubjectRequestDocument> request, IReadOnlyDictionary<DataPoint, string> shown, bool declaration, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shown);
        if (Refuse(request.Value, p => p is ProofKind.MatchingDataPoints or ProofKind.SignedDeclaration) is { } refused)
        {
            return refused;
        }

        var comparable = shown.Where(s => IsUsable(request.Value, s.Key) && s.Key is not (DataPoint.Email or DataPoint.Phone)).ToDictionary();
        if (comparable.Count < shown.Count)
        {
            return RequestFailures.ProofNotNeeded;
        }

        var subject = await subjects.OpenAsync(request.Value, cancellationToken);
        var matched = subject is null ? [] : await facts.MatchAsync(subject.Person, comparable, cancellationToken);
        return matched.Count < comparable.Count
            ? await FailAsync(request, "data-do-not-match", actorRole, cancellationToken)
            : await ShowAsync(
                request,
                p => p with { Matched = [.. p.Matched.Concat(matched).Distinct()], SignedDeclaration = p.SignedDeclaration || declaration },
                v => v,
                actorRole,
                cancellationToken);
    }

    /// <summary>An officer has seen a power of attorney that the law accepts.</summary>
    public Task<Result<DataSubjectRequestDocument>> AcceptPowerOfAttorneyAsync(
        StoredDocument<DataSubjectRequestDocument> request, string actorRole, CancellationToken cancellationToken) =>
        request.Value.Agent is null || request.Value.Status != RequestStatus.Verifying
            ? Task.FromResult<Result<DataSubjectRequestDocument>>(RequestFailures.ProofNotNeeded)
            : ShowAsync(request, p => p with { Agent = AgentProof.PowerOfAttorney }, v => v, actorRole, cancellationToken);

    /// <summary>Records that something that was shown proves nothing.</summary>
    public async Task<Result<DataSubjectRequestDocument>> FailAsync(
        StoredDocument<DataSubjectRequestDocument> request, string code, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = time.GetUtcNow();
        var left = 0;
        await requests.ChangeAsync(
            request.Value.Id,
            r =>
            {
                if (r.Status != RequestStatus.Verifying)
                {
                    left = 0;
                    return r.With(RequestEventKind.VerificationFailed, now, actorRole, code);
                }

                left = Math.Max(0, r.Verification.AttemptsLeft - 1);
                var sent = r.Verification.Code is { } c && code == "code-wrong" ? c with { AttemptsLeft = c.AttemptsLeft - 1 } : r.Verification.Code;
                var failed = (r with { Verification = r.Verification with { AttemptsLeft = left, Code = sent } }).With(RequestEventKind.VerificationFailed, now, actorRole, code, left);
                return left > 0 ? failed : RequestClock.Expire(failed, now, "attempts");
            },
            cancellationToken);
        return RequestFailures.NotProved(code, left);
    }

    /// <summary>The regime of a request as it is in effect now.</summary>
    public ValueTask<Result<Regime>> RegimeOfAsync(DataSubjectRequestDocument request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return regimes.GetAsync(request.Regime[(RegimePolicy.Folder.Length + 1)..request.Regime.IndexOf('@', StringComparison.Ordinal)], cancellationToken);
    }

    private static Failure? Refuse(DataSubjectRequestDocument request, Func<ProofKind, bool> fits) =>
        request.Status != RequestStatus.Verifying
            ? RequestFailures.WrongState(request.Status)
            : request.Verification.Missing.Any(d => fits(d.Kind)) ? null : RequestFailures.ProofNotNeeded;

    private static bool IsUsable(DataSubjectRequestDocument request, DataPoint point) =>
        request.Verification.Missing.Any(d => d.Kind == ProofKind.MatchingDataPoints && d.From.Contains(point));

    private async Task<Result<DataSubjectRequestDocument>> ShowAsync(
        StoredDocument<DataSubjectRequestDocument> request,
        Func<PresentedProofs, PresentedProofs> show,
        Func<RequestVerification, RequestVerification> change,
        string actorRole,
        CancellationToken cancellationToken)
    {
        if (!(await RegimeOfAsync(request.Value, cancellationToken)).TryGet(out var regime, out var failure))
        {
            return failure;
        }

        var presented = show(request.Value.Verification.Presented);
        if (!regime.Verification.Verify(request.Value.Verification.Situation!, presented).TryGet(out var verdict, out failure))
        {
            return failure;
        }

        var now = time.GetUtcNow();
        var verification = change(request.Value.Verification) with { Presented = presented, Missing = verdict.Missing, VerifiedAt = verdict.Verified ? now : null };
        var changed = request.Value with { Verification = verification };
        if (verdict.Verified)
        {
            changed = (changed.To(changed.Right.AfterVerification()) with { Stops = [.. changed.Stops.Select(s => s.To is null ? s with { To = now } : s)] })
                .With(RequestEventKind.Verified, now, actorRole, string.Create(CultureInfo.InvariantCulture, $"{presented.Matched.Count}-data-points"));
            if (!RequestClock.Reckon(changed, regime, now).TryGet(out changed, out failure))
            {
                return failure;
            }
        }

        return await requests.TryChangeAsync(request, changed!, cancellationToken) is { } written ? written : RequestFailures.Changed;
    }

    private async Task<string> HashAsync(Guid request, string code, CancellationToken cancellationToken)
    {
        var key = await keys.FindAsync(request, cancellationToken) ?? [];
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Use}\0{code.Trim()}")));
    }
}
