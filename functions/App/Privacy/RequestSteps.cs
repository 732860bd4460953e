using Microsoft.DurableTask;
using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Functions.Privacy;

/// <summary>How a request's orchestration calls its steps and waits: for what people do, and for its clocks.</summary>
internal sealed class RequestSteps(TaskOrchestrationContext context, Guid id)
{
    private static readonly TaskOptions Retries =
        TaskOptions.FromRetryPolicy(new RetryPolicy(8, TimeSpan.FromMilliseconds(500), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(15)));

    // What another transaction still held goes at once; what stays has to be looked into by people.
    private static readonly TimeSpan[] LookAgain = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(10)];

    private Task<string>? _changed;

    /// <summary>Takes a step that tells how far the request is.</summary>
    public Task<RequestState> TakeAsync(string activity) => context.CallActivityAsync<RequestState>(activity, id, Retries);

    /// <summary>Takes a step.</summary>
    public Task DoAsync(string activity) => context.CallActivityAsync(activity, id, Retries);

    /// <summary>Takes a step with an input of its own.</summary>
    public Task DoAsync(string activity, object input) => context.CallActivityAsync(activity, input, Retries);

    /// <summary>Takes a step that answers yes or no.</summary>
    public Task<bool> AskAsync(string activity) => context.CallActivityAsync<bool>(activity, id, Retries);

    /// <summary>Takes a step that gives a number.</summary>
    public Task<int> CountAsync(string activity, object input) => context.CallActivityAsync<int>(activity, input, Retries);

    /// <summary>Takes a step that gives an instant.</summary>
    public Task<DateTimeOffset?> TimeAsync(string activity) => context.CallActivityAsync<DateTimeOffset?>(activity, id, Retries);

    /// <summary>Closes other requests of a person who is erased, and tells their orchestrations.</summary>
    public async Task CloseOthersAsync()
    {
        foreach (var other in await context.CallActivityAsync<IReadOnlyList<Guid>>(nameof(RequestActivities.CloseOtherRequests), id, Retries))
        {
            context.SendEvent(RequestRunner.InstanceOf(other), DataSubjectRequest.Changed, nameof(RequestEventKind.Overtaken));
        }
    }

    /// <summary>Waits until an instant.</summary>
    public Task WaitUntilAsync(DateTimeOffset at) =>
        at.UtcDateTime > context.CurrentUtcDateTime ? context.CreateTimer(at.UtcDateTime, CancellationToken.None) : Task.CompletedTask;

    /// <summary>Takes a step for every store, all at a time.</summary>
    public Task ForEachStoreAsync(string activity, RequestState request) =>
        Task.WhenAll(request.Stores.Select(store => context.CallActivityAsync(activity, new StoreStep(id, store), Retries)));

    /// <summary>Searches until nothing of the person is found.</summary>
    public async Task SweepUntilCleanAsync()
    {
        for (var look = 0; !await AskAsync(nameof(RequestActivities.SweepForPerson)); look++)
        {
            await WaitAsync(LookAgain[Math.Min(look, LookAgain.Length - 1)]);
        }
    }

    /// <summary>Tells every processor, each with retries of its own; one that cannot be reached does not hold up the others.</summary>
    public Task TellProcessorsAsync(RequestState request) => Task.WhenAll(request.Processors.Select(TellProcessorAsync));

    /// <summary>Waits until every processor has answered, or its time is over.</summary>
    public async Task<RequestState> WaitForProcessorsAsync(RequestState request)
    {
        while (request is { Status: RequestStatus.AwaitingProcessors, ProcessorsAreOver: false })
        {
            await WaitAsync(request.WakeAt is { } at ? at.UtcDateTime - context.CurrentUtcDateTime : null);
            request = await TakeAsync(nameof(RequestActivities.LookAtRequest));
        }

        return request;
    }

    /// <summary>Waits as long as the request is in a status, and does what its clocks ask for meanwhile.</summary>
    public async Task<RequestState> WaitWhileAsync(RequestStatus status, RequestState request)
    {
        while (request.Status == status)
        {
            await WaitAsync(request.WakeAt is { } at ? at.UtcDateTime - context.CurrentUtcDateTime : null);
            request = await TakeAsync(nameof(RequestActivities.LookAtRequest));
        }

        return request;
    }

    private async Task TellProcessorAsync(string processor)
    {
        var step = new ProcessorStep(id, processor);
        try
        {
            await context.CallActivityAsync(nameof(RequestActivities.TellProcessor), step, Retries);
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(RequestActivities.GiveUpProcessor), step, Retries);
        }
    }

    /// <summary>Waits until the request changes, at most so long.</summary>
    public async Task WaitAsync(TimeSpan? longest)
    {
        // One waiter is kept until it hears something: an event that came early is not lost on one that nobody looks at.
        _changed ??= context.WaitForExternalEvent<string>(DataSubjectRequest.Changed);
        if (longest is null)
        {
            await _changed;
        }
        else if (longest > TimeSpan.Zero)
        {
            using var heard = new CancellationTokenSource();
            await Task.WhenAny(_changed, context.CreateTimer(longest.Value, heard.Token));
#pragma warning disable CA1849, MA0042, S6966 // An orchestrator awaits durable tasks alone, and CancelAsync goes to another thread.
            heard.Cancel();
#pragma warning restore CA1849, MA0042, S6966
        }

        if (_changed.IsCompleted)
        {
            _changed = null;
        }
    }
}

/// <summary>A step for one processor.</summary>
/// <param name="Id">The request.</param>
/// <param name="Processor">The processor's name.</param>
public sealed record ProcessorStep(Guid Id, string Processor);

/// <summary>A step for one store.</summary>
/// <param name="Id">The request.</param>
/// <param name="Store">The store's name.</param>
public sealed record StoreStep(Guid Id, string Store);

/// <summary>The step that signs a certificate.</summary>
/// <param name="Id">The request.</param>
/// <param name="Number">Which certificate of the request, from 1.</param>
public sealed record CertificateStep(Guid Id, int Number);
