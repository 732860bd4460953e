using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Policies;

/// <summary>
/// Brings the policies of the product into the store at its first start. A policy that is there stays as it was approved: a file that was changed since is reported, and becomes
/// effective only by way of a proposal.
/// </summary>
public sealed partial class PolicySeeder(
    IDocumentStore documents, IAuditLog audit, PolicyStore store, IEnumerable<PolicyType> types, TimeProvider clock, ILogger<PolicySeeder> logger)
{
    /// <summary>The author of what the product ships.</summary>
    public const string SeedAuthor = "seed";

    /// <summary>Seeds every file that its policy's type accepts. Idempotent.</summary>
    /// <returns>The failures of files that were refused, with file, line and reason.</returns>
    public async Task<IReadOnlyList<Failure>> SeedAsync(IReadOnlyList<PolicyText> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var refused = new List<Failure>();
        foreach (var file in files)
        {
            if (await SeedAsync(file, cancellationToken) is { } failure)
            {
                Log.Refused(logger, failure.Detail);
                refused.Add(failure);
            }
        }

        return refused;
    }

    /// <summary>The id of the policy in a file: its path without extension, with <c>/</c>.</summary>
    public static string IdOf(PolicyText file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Path.ChangeExtension(file.File, null).Replace('\\', '/');
    }

    private async Task<Failure?> SeedAsync(PolicyText file, CancellationToken cancellationToken)
    {
        var id = IdOf(file);
        var key = new DocumentKey(PolicyDocument.Container, id, PolicyDocument.DocumentId(1));
        var seeded = (await documents.GetAsync<PolicyDocument>(key, cancellationToken))?.Value;
        if (seeded is null)
        {
            if (Check(id, file) is { } failure)
            {
                return failure;
            }

            seeded = await WriteAsync(key, file, cancellationToken);
            store.Forget(id);
        }
        else if (seeded.Yaml != file.Yaml)
        {
            Log.ChangedSince(logger, id);
        }

        if (seeded.Author == SeedAuthor)
        {
            await AnnounceAsync(seeded, cancellationToken);
        }

        return null;
    }

    private Failure? Check(string id, PolicyText file) =>
        types.FirstOrDefault(t => t.Covers(id)) is { } type ? type.Check(file) : file.CheckForm();

    private async Task<PolicyDocument> WriteAsync(DocumentKey key, PolicyText file, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var document = new PolicyDocument
        {
            PolicyId = key.Partition,
            Version = 1,
            Status = PolicyStatus.Approved,
            EffectiveFrom = now,
            CreatedAt = now,
            Author = SeedAuthor,
            Yaml = file.Yaml,
            AuditEntryId = AuditEvent.NewEntryId(),
        };

        // Another process can have been first; then its document counts.
        return await documents.UpsertAsync(key, document, WriteCondition.IfAbsent, cancellationToken) is null
            ? (await documents.GetAsync<PolicyDocument>(key, cancellationToken))!.Value
            : document;
    }

    // Every start says it again under the same entry id, so that a crash between both writes loses nothing and nothing is said twice.
    private Task<long> AnnounceAsync(PolicyDocument seeded, CancellationToken cancellationToken) => audit.AppendAsync(
        new AuditEvent
        {
            EntryId = seeded.AuditEntryId,
            Kind = "policy.seeded",
            ActorRole = "system",
            Policy = $"{seeded.PolicyId}@{seeded.Version}",
            Body = new JsonObject
            {
                ["policyId"] = seeded.PolicyId,
                ["version"] = seeded.Version,
                ["effectiveFrom"] = seeded.EffectiveFrom.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
                ["sha256"] = seeded.Sha256,
            },
        },
        cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(4110, LogLevel.Error, "A policy was not taken into the store: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);

        [LoggerMessage(4111, LogLevel.Warning, "The file of the policy {PolicyId} has changed since it was seeded. The approved version stays in effect; propose the new text to change it.")]
        public static partial void ChangedSince(ILogger logger, string policyId);
    }
}
