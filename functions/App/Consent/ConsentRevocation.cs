using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace RetailServerless.Functions.Consent;

/// <summary>
/// What becomes of data when a person takes a purpose away: everything that rested on it is removed or stopped, those to whom data was passed on are told, the person gets a confirmation. The instance id
/// is the revocation's; what happens is in the revocation's own document.
/// </summary>
public static class ConsentRevocation
{
    /// <summary>With what the ids of these instances begin.</summary>
    internal const string Prefix = "consent.revocation.";

    private static readonly TaskOptions Retries =
        TaskOptions.FromRetryPolicy(new RetryPolicy(8, TimeSpan.FromMilliseconds(500), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(15)));

    /// <summary>The orchestration. Its input is the revocation's id.</summary>
    [Function(nameof(ConsentRevocation))]
    public static async Task RunRevocation([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = context.GetInput<Guid>();
        var plan = await context.CallActivityAsync<RevocationPlan>(nameof(RevocationActivities.OpenRevocation), id, Retries);
        await Task.WhenAll(
            plan.Bound.Select(name => context.CallActivityAsync(nameof(RevocationActivities.RemoveBoundData), new BoundStep(id, name), Retries))
                .Concat(plan.Processors.Select(name => TellAsync(context, new BoundStep(id, name)))));
        await context.CallActivityAsync(nameof(RevocationActivities.CompleteRevocation), id, Retries);
    }

    /// <summary>The instance id of a revocation.</summary>
    internal static string InstanceOf(Guid revocation) => $"{Prefix}{revocation:N}";

    // One that cannot be reached does not hold up the others, nor the confirmation, which says so.
    private static async Task TellAsync(TaskOrchestrationContext context, BoundStep step)
    {
        try
        {
            await context.CallActivityAsync(nameof(RevocationActivities.TellProcessorToStop), step, Retries);
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(RevocationActivities.GiveUpTelling), step, Retries);
        }
    }
}

/// <summary>What a revocation has to do.</summary>
/// <param name="Bound">Names of what rested on the purpose.</param>
/// <param name="Processors">Names of those who are to be told.</param>
public sealed record RevocationPlan(IReadOnlyList<string> Bound, IReadOnlyList<string> Processors);

/// <summary>A step for one of them.</summary>
/// <param name="Id">The revocation.</param>
/// <param name="Name">Which.</param>
public sealed record BoundStep(Guid Id, string Name);
