using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests.Package;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// Makes the package of an access request and gives it out once. It is encrypted under a key that the request keeps sealed until a link is given; from then on the link alone carries it, so that nobody
/// who has the files, or the request, can open it.
/// </summary>
public sealed class RequestPackages(
    RequestStore requests,
    RequestKeys keys,
    RequestVerifications verifications,
    RequestGathering gathering,
    IObjectStore objects,
    IPolicyStore policies,
    DecisionExplainer explainer,
    IEnumerable<IPersonalDataStore> stores,
    TimeProvider time)
{
    /// <summary>Where packages lie.</summary>
    public const string Prefix = "privacy/packages/";

    private const string Use = "package-key";
    private const string DecisionsStore = "decisions";

    /// <summary>Writes the package from what was gathered. Done again it finds that it is there.</summary>
    public async Task BuildAsync(Guid id, CancellationToken cancellationToken)
    {
        var request = await requests.LoadAsync(id, cancellationToken);
        if (request.Package is not null || request.Status != RequestStatus.Executing)
        {
            return;
        }

        var regime = (await verifications.RegimeOfAsync(request, cancellationToken)).Value;
        var policy = (await policies.GetAsync<RequestPolicy>(RequestPolicy.Id, cancellationToken)).Value.Value;
        var content = await ContentAsync(request, regime, cancellationToken);
        var key = RandomNumberGenerator.GetBytes(PackageCipher.KeyBytes);
        var now = time.GetUtcNow();
        var path = $"{Prefix}{id:N}/{now.ToUnixTimeMilliseconds():x}";
        var bytes = await objects.WriteAsync(
            path,
            (target, _) =>
            {
                using var sealing = PackageCipher.Seal(target, key);
                PackageWriter.Write(sealing, content);
                return Task.CompletedTask;
            },
            cancellationToken);
        var sealedKey = RequestKeys.Seal(await keys.GetOrCreateAsync(id, cancellationToken), Use, id, key);
        var package = new RequestPackage(path, bytes, now.AddDays(policy.PackageDays), sealedKey);
        var written = await requests.ChangeAsync(
            id, r => r.Package is null ? (r with { Package = package }).With(RequestEventKind.PackageReady, now, "system", count: bytes) : null, cancellationToken);
        if (written.Package!.Path != path)
        {
            await objects.DeleteAsync(path, cancellationToken);
        }
    }

    /// <summary>Gives the one-time link. That the person themselves asks has been checked.</summary>
    /// <returns>The secret of the link.</returns>
    public async Task<Result<string>> LinkAsync(StoredDocument<DataSubjectRequestDocument> request, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = time.GetUtcNow();
        if (request.Value.Package is not { } package || request.Value.Status != RequestStatus.Completed)
        {
            return RequestFailures.NothingYet("package");
        }

        if (package.ExpiresAt <= now || package.SealedKey is null || await keys.FindAsync(request.Value.Id, cancellationToken) is not { } requestKey)
        {
            return new Failure(FailureKind.Conflict, "link-given", "The one link to this package was given already, or its time is over. Make a new access request.");
        }

        var key = RequestKeys.Open<byte[]>(requestKey, Use, request.Value.Id, package.SealedKey);
        var linked = request.Value with { Package = package with { SealedKey = null, LinkHash = HashOf(key) } };
        return await requests.TryChangeAsync(request, linked.With(RequestEventKind.LinkGiven, now, actorRole), cancellationToken) is null
            ? RequestFailures.Changed
            : Base64Url.EncodeToString(key);
    }

    /// <summary>Takes a link: it is good once. That the person themselves asks has been checked.</summary>
    /// <returns>Writes the package to a stream.</returns>
    public async Task<Result<Func<Stream, CancellationToken, Task>>> FetchAsync(
        StoredDocument<DataSubjectRequestDocument> request, string? secret, string actorRole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = time.GetUtcNow();
        var key = secret is not null && Base64Url.IsValid(secret) ? Base64Url.DecodeFromChars(secret) : [];
        if (request.Value.Package is not { LinkHash: { } hash, FetchedAt: null } package || package.ExpiresAt <= now || key.Length != PackageCipher.KeyBytes || !IsSame(hash, HashOf(key)))
        {
            await RefuseAsync(request.Value.Id, actorRole, cancellationToken);
            return RequestFailures.LinkSpent;
        }

        var fetched = (request.Value with { Package = package with { FetchedAt = now } }).With(RequestEventKind.PackageFetched, now, actorRole);
        if (await requests.TryChangeAsync(request, fetched, cancellationToken) is null)
        {
            await RefuseAsync(request.Value.Id, actorRole, cancellationToken);
            return RequestFailures.LinkSpent;
        }

        return (Func<Stream, CancellationToken, Task>)(async (target, token) =>
        {
            await using (var stored = await objects.OpenReadAsync(package.Path, token) ?? throw new InvalidOperationException("A package is not there any more."))
            {
                await PackageCipher.OpenAsync(stored, target, key, token);
            }

            await objects.DeleteAsync(package.Path, CancellationToken.None);
        });
    }

    /// <summary>Deletes packages whose time is over.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ForgetExpiredAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        await foreach (var path in objects.ListAsync(Prefix, cancellationToken))
        {
            if (!Guid.TryParseExact(path[Prefix.Length..].Split('/')[0], "N", out var id) || await requests.FindAsync(id, cancellationToken) is not { Value: var request }
                || request.Package is not { } package || (package.Path == path && package.ExpiresAt > time.GetUtcNow()))
            {
                continue;
            }

            await objects.DeleteAsync(path, cancellationToken);
            deleted++;
        }

        return deleted;
    }

    private static string HashOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key));

    private static bool IsSame(string hash, string other) =>
        CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(hash), System.Text.Encoding.ASCII.GetBytes(other));

    private async Task RefuseAsync(Guid id, string actorRole, CancellationToken cancellationToken) =>
        await requests.ChangeAsync(id, r => r.With(RequestEventKind.LinkRefused, time.GetUtcNow(), actorRole), cancellationToken);

    private async Task<AccessContent> ContentAsync(DataSubjectRequestDocument request, Regime regime, CancellationToken cancellationToken)
    {
        var pieces = request.Detail == RequestDetail.SpecificPieces;
        var decisions = new List<DecisionExplanation>();
        var kept = new List<AccessStore>();
        foreach (var progress in await requests.ListProgressAsync(request.Id, cancellationToken))
        {
            var items = await gathering.ReadAsync(request.Id, progress, cancellationToken);
            kept.Add(new AccessStore(stores.First(s => s.Description.Name == progress.Store).Description, pieces ? items : [], items.Count));
            if (progress.Store == DecisionsStore)
            {
                foreach (var item in items)
                {
                    decisions.Add(await explainer.ExplainAsync(item.Deserialize<DecisionRecord>(PlatformJson.Options)!, cancellationToken));
                }
            }
        }

        var told = regime.Policy.Right(request.Right).AnswerHolds.Select(rule => new ToldRule(rule.Sentence, rule.Citation)).ToList();
        return new AccessContent(request.Id, time.GetUtcNow(), regime.Policy.Law, kept, decisions, [.. request.Processors.Select(p => p.Name)], told);
    }
}
