using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace RetailServerless.Functions.Privacy;

/// <summary>The release of a hold after its deletion was carried out: destroy what it kept, look again, sign the certificate that replaces the one before.</summary>
public static class LegalHoldRelease
{
    /// <summary>The instance id of the release of a hold.</summary>
    internal static string InstanceOf(Guid hold) => $"{RequestRunner.Prefix}release.{hold:N}";

    /// <summary>The orchestration. Its input is the request and the hold.</summary>
    [Function(nameof(LegalHoldRelease))]
    public static async Task RunRelease([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var step = context.GetInput<HoldStep>()!;
        var steps = new RequestSteps(context, step.Id);
        var number = await steps.CountAsync(nameof(RequestActivities.ReleaseHold), step);
        await steps.SweepUntilCleanAsync();
        await steps.DoAsync(nameof(RequestActivities.CertifyErasure), new CertificateStep(step.Id, number));
        await steps.DoAsync(nameof(RequestActivities.FinishRelease));
    }
}

/// <summary>A step for one hold.</summary>
/// <param name="Id">The request.</param>
/// <param name="Hold">The hold.</param>
public sealed record HoldStep(Guid Id, Guid Hold);
