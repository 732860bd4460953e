using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace RetailServerless.LocalHost.Tests.Management;

/// <summary>What there is to manage.</summary>
public static class ManagedTasks
{
    [Function(nameof(Greets))]
    public static async Task<string> Greets([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var name = context.GetInput<string>();
        await context.CreateTimer(context.CurrentUtcDateTime, CancellationToken.None);
        return await context.CallActivityAsync<string>(nameof(Hello), name);
    }

    [Function(nameof(Waits))]
    public static async Task<string> Waits([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new { Step = "waiting" });
        return "got " + await context.WaitForExternalEvent<string>("Go");
    }

    [Function(nameof(Breaks))]
    public static Task Breaks([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync(nameof(Break));

    [Function(nameof(Hello))]
    public static string Hello([ActivityTrigger] string name) => $"Hello {name}!";

    [Function(nameof(Break))]
    public static string Break([ActivityTrigger] string? input) => throw new InvalidOperationException("It broke.");
}
