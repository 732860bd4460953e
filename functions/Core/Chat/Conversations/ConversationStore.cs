using System.Collections.Concurrent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Redaction;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Chat.Conversations;

/// <summary>Keeps conversations and turns in the partition of their person. Whoever asks with another person meets nothing.</summary>
public sealed class ConversationStore(IDocumentStore documents, IPersonKeys keys) : IDisposable
{
    private const int MostOwnersKept = 50_000;
    private const int MostTries = 40;
    private readonly ConcurrentDictionary<Guid, PersonId> _owners = new();
    private readonly ConversationLocks _locks = new();

    /// <summary>Writes a new conversation.</summary>
    /// <returns>Its ETag.</returns>
    public async Task<string> CreateAsync(ConversationDocument conversation, CancellationToken cancellationToken)
    {
        // The index first: a conversation that cannot be found by its id must not exist.
        await documents.UpsertAsync(OwnerKey(conversation.Id), new ConversationOwner(conversation.Person), WriteCondition.Always, cancellationToken);
        Remember(conversation.Id, conversation.Person);
        return await documents.UpsertAsync(Key(conversation.Person, conversation.Id), conversation, WriteCondition.IfAbsent, cancellationToken)
            ?? throw new InvalidOperationException("A conversation of this id was there already.");
    }

    /// <summary>A conversation of this person; <see langword="null"/> when it is unknown or somebody else's.</summary>
    public Task<StoredDocument<ConversationDocument>?> FindAsync(PersonId person, Guid id, CancellationToken cancellationToken) =>
        documents.GetAsync<ConversationDocument>(Key(person, id), cancellationToken);

    /// <summary>Whose a conversation is; <see langword="null"/> when it is unknown. For work inside the platform, which knows conversations by their id alone.</summary>
    public async ValueTask<PersonId?> OwnerOfAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_owners.TryGetValue(id, out var known))
        {
            return known;
        }

        if (await documents.GetAsync<ConversationOwner>(OwnerKey(id), cancellationToken) is not { } owner)
        {
            return null;
        }

        Remember(id, owner.Value.Person);
        return owner.Value.Person;
    }

    /// <summary>Changes a conversation under its ETag, again when somebody else was first.</summary>
    /// <param name="person">Whose it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="change">Gives what is to be written, or <see langword="null"/> to leave it as it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The conversation as it is now; <see langword="null"/> when it is unknown or somebody else's.</returns>
    public async Task<ConversationDocument?> ChangeAsync(
        PersonId person, Guid id, Func<ConversationDocument, CancellationToken, ValueTask<ConversationDocument?>> change, CancellationToken cancellationToken)
    {
        using var held = await _locks.HoldAsync(id, cancellationToken);
        for (var tries = 1; ; tries++)
        {
            if (await FindAsync(person, id, cancellationToken) is not { } stored)
            {
                return null;
            }

            if (await change(stored.Value, cancellationToken) is not { } changed)
            {
                return stored.Value;
            }

            if (await documents.UpsertAsync(stored.Key, changed, WriteCondition.IfMatch(stored.ETag), cancellationToken) is not null)
            {
                return changed;
            }

            if (tries == MostTries)
            {
                throw new TimeoutException("The conversation changed under this call again and again.");
            }

            await Task.Delay(System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, 5 * tries), cancellationToken);
        }
    }

    /// <summary>Opens the vault of a conversation.</summary>
    public async ValueTask<PlaceholderVault> OpenVaultAsync(ConversationDocument conversation, CancellationToken cancellationToken) =>
        conversation.Vault is null
            ? new PlaceholderVault()
            : VaultCipher.Open(conversation.Vault, await keys.GetOrCreateAsync(conversation.Person, cancellationToken), conversation.Id);

    /// <summary>The vault as it is stored; the stored one when nothing was added.</summary>
    public async ValueTask<string?> SealVaultAsync(ConversationDocument conversation, PlaceholderVault vault, CancellationToken cancellationToken) =>
        vault.HasChanged ? VaultCipher.Seal(vault, await keys.GetOrCreateAsync(conversation.Person, cancellationToken), conversation.Id) : conversation.Vault;

    /// <summary>A turn; <see langword="null"/> when it is unknown, somebody else's, or not prepared yet.</summary>
    public Task<StoredDocument<TurnDocument>?> FindTurnAsync(PersonId person, Guid conversation, Guid turn, CancellationToken cancellationToken) =>
        documents.GetAsync<TurnDocument>(TurnKey(person, conversation, turn), cancellationToken);

    /// <summary>Writes a turn.</summary>
    /// <returns>The new ETag; <see langword="null"/> when the condition did not hold.</returns>
    public Task<string?> WriteTurnAsync(PersonId person, TurnDocument turn, WriteCondition condition, CancellationToken cancellationToken) =>
        documents.UpsertAsync(TurnKey(person, turn.Conversation, turn.Taken.Turn), turn, condition, cancellationToken);

    /// <summary>All turns of a conversation, by their numbers.</summary>
    public async Task<IReadOnlyList<TurnDocument>> ListTurnsAsync(PersonId person, Guid conversation, CancellationToken cancellationToken)
    {
        var turns = new List<TurnDocument>();
        await foreach (var turn in documents.QueryAsync<TurnDocument>(TurnDocument.Container, person.Value, new DocumentQuery(Prefix(conversation)), cancellationToken))
        {
            turns.Add(turn.Value);
        }

        turns.Sort((a, b) => a.Taken.Number.CompareTo(b.Taken.Number));
        return turns;
    }

    /// <summary>Writes a hand-off unless the conversation waits for a person already.</summary>
    /// <returns>The hand-off that is there now, and whether it is this one.</returns>
    public async Task<(HandoffDocument Handoff, bool IsNew)> HandOffAsync(PersonId person, HandoffDocument handoff, CancellationToken cancellationToken)
    {
        var key = new DocumentKey(HandoffDocument.Container, person.Value, handoff.Conversation.ToString("N"));
        return await documents.UpsertAsync(key, handoff, WriteCondition.IfAbsent, cancellationToken) is not null
            ? (handoff, true)
            : ((await documents.GetAsync<HandoffDocument>(key, cancellationToken))?.Value ?? handoff, false);
    }

    /// <inheritdoc/>
    public void Dispose() => _locks.Dispose();

    internal static DocumentKey OwnerKey(Guid conversation) => new(ConversationOwner.Container, conversation.ToString("N"), ConversationOwner.DocumentId);

    private static DocumentKey Key(PersonId person, Guid id) => new(ConversationDocument.Container, person.Value, id.ToString("N"));

    private static DocumentKey TurnKey(PersonId person, Guid conversation, Guid turn) => new(TurnDocument.Container, person.Value, Prefix(conversation) + turn.ToString("N"));

    private static string Prefix(Guid conversation) => conversation.ToString("N") + ".";

    // An owner never changes, so that a kept one is never wrong; when there are too many all are read anew.
    private void Remember(Guid conversation, PersonId person)
    {
        if (_owners.Count >= MostOwnersKept)
        {
            _owners.Clear();
        }

        _owners[conversation] = person;
    }
}
