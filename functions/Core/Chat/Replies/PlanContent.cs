using Microsoft.Extensions.AI;
using RetailServerless.Core.Chat.Planning;

namespace RetailServerless.Core.Chat.Replies;

/// <summary>Hands the plan of a turn to <see cref="OfflineResponder"/>. Clients that talk to a service leave it out: they send the text of the prompt.</summary>
public sealed class PlanContent(TurnPlan plan) : AIContent
{
    /// <summary>The plan.</summary>
    public TurnPlan Plan { get; } = plan;
}
