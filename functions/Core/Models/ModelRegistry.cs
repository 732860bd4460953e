using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Models;

/// <inheritdoc/>
internal sealed partial class ModelRegistry(IDocumentStore documents, IAuditLog audit, TimeProvider clock, ILogger<ModelRegistry> logger) : IModelRegistry
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Serving> _serving = new(StringComparer.Ordinal);

    public async Task SeedAsync(IReadOnlyList<ModelCard> cards, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cards);
        foreach (var card in cards)
        {
            var document = await RegisterAsync(card, cancellationToken);
            await Task.WhenAll(
                audit.AppendAsync(Entry(document.RegisteredEntryId, "model.registered", document), cancellationToken),
                audit.AppendAsync(Entry(document.ApprovedEntryId, "model.approved", document), cancellationToken));
            _serving.TryRemove(card.Name, out _);
        }
    }

    public async ValueTask<Result<ModelVersion>> GetServingAsync(string name, CancellationToken cancellationToken)
    {
        if (_serving.TryGetValue(name, out var known) && clock.GetElapsedTime(known.At) < MaxAge)
        {
            return known.Version;
        }

        var at = clock.GetTimestamp();
        try
        {
            if (await FindServingAsync(name, cancellationToken) is not { } version)
            {
                return NotApproved(name);
            }

            _serving[name] = new Serving(version, at);
            return version;
        }
#pragma warning disable CA1031 // Guards fail closed: whatever breaks, no model serves.
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.StoreBroken(logger, broken, name);
            return new Failure(FailureKind.Unavailable, "model-registry-unavailable", $"Whether the model '{name}' may serve cannot be found out now. Try again.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }
    }

    public async Task<IReadOnlyList<ModelVersion>> ListAsync(CancellationToken cancellationToken)
    {
        var versions = new List<ModelVersion>();
        await foreach (var name in documents.PartitionsAsync(ModelDocument.Container, null, cancellationToken))
        {
            await foreach (var stored in documents.QueryAsync<ModelDocument>(ModelDocument.Container, name, DocumentQuery.All, cancellationToken))
            {
                versions.Add(stored.Value.ToVersion());
            }
        }

        return versions;
    }

    private static Failure NotApproved(string name) =>
        new(FailureKind.Unavailable, "model-not-approved", $"No version of the model '{name}' is approved, so none may serve. A board approves one.");

    private async Task<ModelVersion?> FindServingAsync(string name, CancellationToken cancellationToken)
    {
        await foreach (var stored in documents.QueryAsync<ModelDocument>(ModelDocument.Container, name, new DocumentQuery(Descending: true), cancellationToken))
        {
            if (stored.Value.Status == ModelStatus.Approved)
            {
                return stored.Value.ToVersion();
            }
        }

        return null;
    }

    private async Task<ModelDocument> RegisterAsync(ModelCard card, CancellationToken cancellationToken)
    {
        Require(card);
        var key = new DocumentKey(ModelDocument.Container, card.Name, ModelDocument.DocumentId(card.Version));
        var document = new ModelDocument
        {
            Card = card,
            Status = ModelStatus.Approved,
            RegisteredAt = clock.GetUtcNow(),
            RegisteredEntryId = AuditEvent.NewEntryId(),
            ApprovedEntryId = AuditEvent.NewEntryId(),
        };
        if (await documents.UpsertAsync(key, document, WriteCondition.IfAbsent, cancellationToken) is not null)
        {
            return document;
        }

        var stored = (await documents.GetAsync<ModelDocument>(key, cancellationToken))!.Value;
        if (stored.Card != card)
        {
            Log.CardChanged(logger, card.Name, card.Version);
        }

        return stored;
    }

    // A model without a card does not serve, and a card that says nothing is none.
    private static void Require(ModelCard card)
    {
        string[] texts = [card.Name, card.Kind, card.IntendedUse, card.OutOfScopeUse, card.Data, card.Evaluation, card.Limitations, card.EthicalConsiderations];
        if (card.Version < 1 || texts.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException($"The card of the model '{card.Name}' is not complete.", nameof(card));
        }
    }

    private static AuditEvent Entry(string entryId, string kind, ModelDocument document) => new()
    {
        EntryId = entryId,
        Kind = kind,
        ActorRole = "system",
        Model = document.ToVersion().Reference,
        Body = new JsonObject
        {
            ["ground"] = "Ships with the product; approved by its own card at first start.",
            ["card"] = JsonSerializer.SerializeToNode(document.Card, PlatformJson.Options),
        },
    };

    private sealed record Serving(ModelVersion Version, long At);

    private static partial class Log
    {
        [LoggerMessage(4200, LogLevel.Error, "The registry of models does not answer for {Model}; it does not serve.")]
        public static partial void StoreBroken(ILogger logger, Exception exception, string model);

        [LoggerMessage(4201, LogLevel.Warning, "The card of {Model}@{Version} differs from the one that was registered. The registered one counts; a changed model needs a new version.")]
        public static partial void CardChanged(ILogger logger, string model, int version);
    }
}
