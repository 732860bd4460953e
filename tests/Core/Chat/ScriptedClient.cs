using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace RetailServerless.Core.Tests.Chat;

/// <summary>A model that says what a test wants it to say.</summary>
internal sealed class ScriptedClient(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> answer) : IChatClient
{
    public List<string> Prompts { get; } = [];

    public static ScriptedClient Saying(string text) => new(_ => Words(text).ToAsyncEnumerable());

    public static IEnumerable<ChatResponseUpdate> Words(string text, bool ends = true)
    {
        foreach (var word in text.Split(' '))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, word + " ");
        }

        if (ends)
        {
            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Prompts.Add(string.Join('\n', messages.Select(m => m.Text)));
        await foreach (var update in answer(cancellationToken))
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
