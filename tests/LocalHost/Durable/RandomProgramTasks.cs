using System.Collections.Concurrent;
using Microsoft.DurableTask;
using static RetailServerless.LocalHost.Tests.Durable.RandomProgram;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Runs a <see cref="RandomProgram"/> as an orchestration.</summary>
internal static class RandomProgramTasks
{
    public static Action<DurableTaskRegistry> Create()
    {
        var failures = new ConcurrentDictionary<string, int>();
        return tasks => tasks
            .AddOrchestratorFunc<RandomProgram, int>("Run", RunAsync)
            .AddOrchestratorFunc<string>("Answer", async context =>
            {
                var asked = await context.WaitForExternalEvent<Question>("ask");
                context.SendEvent(asked.From, asked.AnswerName, asked.Value * 2);
                return "answered";
            })
            .AddOrchestratorFunc<int, int>("Throw", async (context, value) =>
            {
                await context.CallActivityAsync<int>("Give", value);
                throw new InvalidOperationException($"{value}");
            })
            .AddActivityFunc<int, int>("Give", (_, value) => value)
            .AddActivityFunc<string, string>("Echo", (_, text) => text)
            .AddActivityFunc<Attempt, int>("Fail", (_, input) =>
                failures.AddOrUpdate(input.Key, 1, (_, count) => count + 1) <= input.Failures ? throw new TimeoutException("again") : input.Failures);
    }

    private static async Task<int> RunAsync(TaskOrchestrationContext context, RandomProgram program)
    {
        var sum = program.Sum;
        for (var i = program.From; i < program.Steps.Length; i++)
        {
            if (program.Steps[i] is Again again)
            {
                if (program.IsRenewed && i == program.From)
                {
                    sum += await IsNextAsync(context, i) ? again.Value : -1;
                    continue;
                }

                context.SendEvent(context.InstanceId, $"next{i}", true);
                await context.CallActivityAsync<int>("Give", 0);
                context.ContinueAsNew(program with { From = i, Sum = sum, IsRenewed = true });
                return 0;
            }

            sum += await StepAsync(context, program.Steps[i], $"{i}");
        }

        return sum;
    }

    /// <summary>Whether the event has come that the generation before sent to itself when it continued as new.</summary>
    private static async Task<bool> IsNextAsync(TaskOrchestrationContext context, int step)
    {
        using var stop = new CancellationTokenSource();
        var sent = context.WaitForExternalEvent<bool>($"next{step}", stop.Token);
        var soon = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
        var isSent = await Task.WhenAny(sent, soon) == sent;
        stop.Cancel();
        return isSent;
    }

    private static async Task<int> StepAsync(TaskOrchestrationContext context, Step step, string at)
    {
        switch (step)
        {
            case Chain e:
                var chain = 0;
                for (var i = 0; i < e.Count; i++)
                {
                    chain += await context.CallActivityAsync<int>("Give", 1);
                }

                return chain;
            case Fan e:
                return (await Task.WhenAll(Enumerable.Range(0, e.Count).Select(_ => context.CallActivityAsync<int>("Give", 1)))).Sum();
            case Sleep e:
                await context.CreateTimer(TimeSpan.FromMilliseconds(e.Milliseconds), CancellationToken.None);
                return 100;
            case Cancelled e:
                return await CancelledAsync(context, e);
            case Events e:
                return await EventsAsync(context, e, at);
            case Names e:
                return await NamesAsync(context, e, at);
            case Flaky e:
                return await context.CallActivityAsync<int>(
                    "Fail",
                    new Attempt(context.NewGuid().ToString(), e.Failures),
                    TaskOptions.FromRetryPolicy(new RetryPolicy(1000, TimeSpan.FromMilliseconds(1))));
            case Race e:
                return await RaceAsync(context, e, at);
            case Twins e:
                Task<int>[] twins = [context.CallActivityAsync<int>("Give", e.Value), context.CallActivityAsync<int>("Give", e.Value)];
                return await await Task.WhenAny(twins);
            case Status e:
                context.SetCustomStatus(e.Value);
                return await context.CallActivityAsync<int>("Give", e.Value);
            case Same:
                var text = $"{context.NewGuid()} {context.CurrentUtcDateTime:O}";
                return await context.CallActivityAsync<string>("Echo", text) == text ? 1 : -1;
            case Ask e:
                return await AskAsync(context, e, at);
            case Caught e:
                try
                {
                    return await context.CallSubOrchestratorAsync<int>("Throw", e.Value);
                }
                catch (TaskFailedException failure)
                {
                    return int.Parse(failure.FailureDetails.ErrorMessage, System.Globalization.CultureInfo.InvariantCulture);
                }

            case Child e:
                return await context.CallSubOrchestratorAsync<int>("Run", new RandomProgram(e.Steps));
            case Branches e:
                return (await Task.WhenAll(e.Each.Select((each, branch) => SequenceAsync(context, each, $"{at}.{branch}")))).Sum();
            default:
                throw new InvalidOperationException($"No code for {step}.");
        }
    }

    private static async Task<int> SequenceAsync(TaskOrchestrationContext context, Step[] steps, string at)
    {
        var sum = 0;
        for (var i = 0; i < steps.Length; i++)
        {
            sum += await StepAsync(context, steps[i], $"{at}.{i}");
        }

        return sum;
    }

    private static async Task<int> CancelledAsync(TaskOrchestrationContext context, Cancelled step)
    {
        using var stop = new CancellationTokenSource();
        var given = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
        await context.CreateTimer(TimeSpan.FromMilliseconds(step.Milliseconds), CancellationToken.None);
        stop.Cancel();
        try
        {
            await given;
            return -1;
        }
        catch (OperationCanceledException)
        {
            return 200;
        }
    }

    private static async Task<int> EventsAsync(TaskOrchestrationContext context, Events step, string at)
    {
        for (var i = 0; i < step.Count; i++)
        {
            context.SendEvent(context.InstanceId, $"e{at}", i);
        }

        // A round trip, so that they are buffered when the first is waited for; they come in the order in which they were sent.
        await context.CallActivityAsync<int>("Give", 0);
        var total = 0;
        for (var i = 0; i < step.Count; i++)
        {
            total += await context.WaitForExternalEvent<int>($"E{at}") * i * 1000;
        }

        return total;
    }

    private static async Task<int> NamesAsync(TaskOrchestrationContext context, Names step, string at)
    {
        for (var i = 0; i < step.Count; i++)
        {
            context.SendEvent(context.InstanceId, $"n{at}.{i}", i);
        }

        var total = 0;
        for (var i = step.Count - 1; i >= 0; i--)
        {
            total += await context.WaitForExternalEvent<int>($"n{at}.{i}") * 10_000;
        }

        return total;
    }

    private static async Task<int> RaceAsync(TaskOrchestrationContext context, Race step, string at)
    {
        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
        if (step.IsEvent)
        {
            context.SendEvent(context.InstanceId, $"r{at}", step.Value);
        }

        var other = step.IsEvent
            ? context.WaitForExternalEvent<int>($"r{at}", stop.Token)
            : context.CallActivityAsync<int>("Give", step.Value);
        var first = await Task.WhenAny(timer, other);
        stop.Cancel();
        return first == other ? await other : -1;
    }

    private static async Task<int> AskAsync(TaskOrchestrationContext context, Ask step, string at)
    {
        var id = context.NewGuid().ToString("N");
        var child = context.CallSubOrchestratorAsync<string>("Answer", new SubOrchestrationOptions(instanceId: id));
        context.SendEvent(id, "ask", new Question(context.InstanceId, $"a{at}", step.Value));
        var answer = await context.WaitForExternalEvent<int>($"a{at}");
        return await child == "answered" ? answer : -1;
    }

    public sealed record Question(string From, string AnswerName, int Value);

    public sealed record Attempt(string Key, int Failures);
}
