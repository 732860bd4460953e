using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using RetailServerless.Core.Models;

namespace RetailServerless.Core.Chat.Replies;

/// <summary>
/// A chat client that is no language model: it writes the plan of a turn (<see cref="PlanContent"/>) in fixed sentences, one update a sentence. The same plan always gives the same
/// words. Without a plan it says that it cannot answer, and what it can do.
/// </summary>
public sealed class OfflineResponder : IChatClient
{
    /// <summary>Its name in the register of models.</summary>
    public const string Name = "offline-responder";

    private static readonly ChatClientMetadata Metadata = new("retail-serverless rules (no language model)", providerUri: null, defaultModelId: Name + "@1");

    /// <summary>Its card.</summary>
    public static ModelCard Card { get; } = new()
    {
        Name = Name,
        Version = 1,
        Kind = "rules",
        IntendedUse = "Answers shoppers in fixed sentences from retrieved evidence and decisions of the rules, when no language model is configured or the configured one fails.",
        OutOfScopeUse = "It is not a large language model and must not be presented as one. Free conversation; advice beyond the catalog and the policies.",
        Data = "None: templates written by hand, filled from the catalog, the person's orders and the store policies of the turn.",
        Evaluation = "The tests of Core/Chat/Replies: every sentence it writes passes the same check as a model's.",
        Limitations = "English only; it quotes descriptions as they are and does not compare or summarize.",
        EthicalConsiderations = "It adds nothing to the evidence; what is decided about a person is decided by policies before it writes.",
    };

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var plan = messages.SelectMany(m => m.Contents).OfType<PlanContent>().LastOrDefault()?.Plan;
        IReadOnlyList<string> sentences = plan is null ? ["I can't answer that.", OfflineComposer.CanDo] : OfflineComposer.Compose(plan);
        for (var i = 0; i < sentences.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, i + 1 < sentences.Count ? sentences[i] + "\n" : sentences[i])
            {
                ModelId = Metadata.DefaultModelId,
                FinishReason = i + 1 == sentences.Count ? ChatFinishReason.Stop : null,
            };
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
