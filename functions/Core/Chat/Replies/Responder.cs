using Microsoft.Extensions.AI;

namespace RetailServerless.Core.Chat.Replies;

/// <summary>A chat model and how records name it.</summary>
/// <param name="Client">The model.</param>
/// <param name="Model">Its name in the register of models, as <c>offline-responder</c>.</param>
/// <param name="IsLlm">Whether it is a large language model.</param>
public sealed record Responder(IChatClient Client, string Model, bool IsLlm);

/// <summary>The model that answers, and the rules that answer when it does not.</summary>
/// <param name="Primary">What answers.</param>
/// <param name="Offline">What answers when the primary fails; the same as the primary when no model is configured.</param>
public sealed record Responders(Responder Primary, Responder Offline);
