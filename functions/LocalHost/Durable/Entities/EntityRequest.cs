using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>A message that an entity has to deal with, and the row of the store that goes when it has.</summary>
/// <param name="Message">What is asked.</param>
/// <param name="InboxId">Its row in the inbox; 0 when it waits among the signals for later.</param>
/// <param name="SignalId">Its row among the signals for later; 0 when it waits in the inbox.</param>
internal readonly record struct EntityRequest(EntityMessage Message, long InboxId, long SignalId = 0);
