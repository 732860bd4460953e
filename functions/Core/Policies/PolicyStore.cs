using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Policies;

/// <summary>The approved policies, read from the document store and kept for at most one second, so that a change reaches every process within that.</summary>
public sealed partial class PolicyStore(IDocumentStore documents, TimeProvider clock, ILogger<PolicyStore> logger) : IPolicyStore
{
    /// <summary>How old a policy that is given can be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Loaded> _loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Listed> _listed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Id, int Version, Type Type), object> _read = new();

    /// <inheritdoc/>
    public async ValueTask<Result<Policy<T>>> GetAsync<T>(string id, CancellationToken cancellationToken)
        where T : class
    {
        if (!_loaded.TryGetValue(id, out var loaded) || clock.GetElapsedTime(loaded.At) >= MaxAge)
        {
            var at = clock.GetTimestamp();
            var found = await LoadAsync(id, cancellationToken);
            if (found.Failure is { } failure)
            {
                return failure;
            }

            loaded = new Loaded(found.Value, at);
            _loaded[id] = loaded;
        }

        return Read<T>(loaded.Document);
    }

    /// <inheritdoc/>
    public async ValueTask<Result<IReadOnlyList<string>>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        if (_listed.TryGetValue(folder, out var listed) && clock.GetElapsedTime(listed.At) < MaxAge)
        {
            return Result(listed.Ids);
        }

        var at = clock.GetTimestamp();
        var ids = new List<string>();
        try
        {
            var prefix = folder + "/";
            await foreach (var id in documents.PartitionsAsync(PolicyDocument.Container, prefix, cancellationToken))
            {
                if (!id.StartsWith(prefix, StringComparison.Ordinal))
                {
                    break;
                }

                if (!id.AsSpan(prefix.Length).Contains('/') && (await LoadAsync(id, cancellationToken)).Failure is not { Code: PolicyFailures.Missing })
                {
                    ids.Add(id);
                }
            }
        }
#pragma warning disable CA1031 // Guards fail closed: whatever breaks, there is no list, and the caller refuses.
        catch (Exception broken) when (broken is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.StoreBroken(logger, broken, folder);
            return PolicyFailures.StoreUnavailable(folder);
        }

        _listed[folder] = new Listed(ids, at);
        return Result(ids);
    }

    private static Result<IReadOnlyList<string>> Result(List<string> ids) => ids;

    /// <summary>Forgets what is kept of a policy, after a change in this process.</summary>
    internal void Forget(string id)
    {
        _loaded.TryRemove(id, out _);
        _listed.Clear();
    }

    private async Task<Result<PolicyDocument>> LoadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var now = clock.GetUtcNow();
            await foreach (var stored in documents.QueryAsync<PolicyDocument>(PolicyDocument.Container, id, new DocumentQuery(Descending: true), cancellationToken))
            {
                if (stored.Value.MayBeInEffect(now))
                {
                    return stored.Value;
                }
            }

            return PolicyFailures.MissingPolicy(id);
        }
#pragma warning disable CA1031 // Guards fail closed: whatever breaks, there is no policy, and the caller refuses.
        catch (Exception broken) when (broken is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.StoreBroken(logger, broken, id);
            return PolicyFailures.StoreUnavailable(id);
        }
    }

    private Result<Policy<T>> Read<T>(PolicyDocument document)
        where T : class
    {
        var key = (document.PolicyId, document.Version, typeof(T));
        if (_read.TryGetValue(key, out var known))
        {
            return (Policy<T>)known;
        }

        if (!new PolicyText(document.PolicyId + ".yaml", document.Yaml).Read<T>().TryGet(out var value, out var failure))
        {
            Log.Unreadable(logger, document.PolicyId, document.Version, failure.Detail);
            return failure;
        }

        var policy = new Policy<T>(document.PolicyId, document.Version, value);
        _read[key] = policy;
        return policy;
    }

    private sealed record Listed(List<string> Ids, long At);

    private sealed record Loaded(PolicyDocument Document, long At);

    private static partial class Log
    {
        [LoggerMessage(4100, LogLevel.Error, "The store of policies does not answer for {PolicyId}; what the policy would allow is refused.")]
        public static partial void StoreBroken(ILogger logger, Exception exception, string policyId);

        [LoggerMessage(4101, LogLevel.Error, "The policy {PolicyId}@{Version} cannot be read; what it would allow is refused. {Reason}")]
        public static partial void Unreadable(ILogger logger, string policyId, int version, string reason);
    }
}
