using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace RetailServerless.Functions.Privacy;

/// <summary>The end of a restriction: the person is told, some days pass in which they can object, and then the data are free again (GDPR Art. 18(3)).</summary>
public static class RestrictionLifting
{
    /// <summary>The instance id of the end of a restriction.</summary>
    internal static string InstanceOf(Guid request) => $"{RequestRunner.Prefix}lift.{request:N}";

    /// <summary>The orchestration. Its input is the request of restriction.</summary>
    [Function(nameof(RestrictionLifting))]
    public static async Task RunLifting([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var steps = new RequestSteps(context, context.GetInput<Guid>());
        if (await steps.TimeAsync(nameof(RequestActivities.TellRestrictionLift)) is { } at)
        {
            await steps.WaitUntilAsync(at);
            await steps.DoAsync(nameof(RequestActivities.LiftRestriction));
        }
    }
}
