using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/dotnet/api/microsoft.durabletask.taskfailuredetails</summary>
public sealed class FailureReference
{
    [Fact]
    public void Details_are_made_from_an_exception()
    {
        var details = TaskFailureDetails.FromException(new InvalidOperationException("a", new TimeoutException("b")));

        Assert.Equal((typeof(InvalidOperationException).FullName, "a"), (details.ErrorType, details.ErrorMessage));
        Assert.Equal((typeof(TimeoutException).FullName, "b"), (details.InnerFailure!.ErrorType, details.InnerFailure.ErrorMessage));
    }

    [Fact]
    public void A_cause_is_told_by_its_type_with_base_types()
    {
        var details = TaskFailureDetails.FromException(new FileNotFoundException());

        Assert.True(details.IsCausedBy<FileNotFoundException>());
        Assert.True(details.IsCausedBy<IOException>());
        Assert.False(details.IsCausedBy<TimeoutException>());
    }

    [Fact]
    public void A_type_that_cannot_be_loaded_is_caused_by_nothing_known()
    {
        Assert.False(new TaskFailureDetails("Some.Other.Language.Error", "no", null, null, null).IsCausedBy<Exception>());
    }

    [Fact]
    public void A_type_that_is_no_exception_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TaskFailureDetails.FromException(new TimeoutException()).IsCausedBy(typeof(string)));
    }

    [Fact]
    public async Task Failed_tasks_of_one_name_are_told_apart_by_their_ids()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Three", async context =>
            {
                var ids = new HashSet<int>();
                foreach (var call in Enumerable.Range(0, 3).Select(_ => context.CallActivityAsync("Fail")).ToList())
                {
                    ids.Add((await Assert.ThrowsAsync<TaskFailedException>(() => call)).TaskId);
                }

                return ids.Count;
            })
            .AddActivityFunc("Fail", (Action<TaskActivityContext>)(_ => throw new TimeoutException())));

        Assert.Equal(3, (await hub.RunAsync("Three")).ReadOutputAs<int>());
    }

    [Fact]
    public void A_failed_task_has_its_name_its_id_and_the_details()
    {
        var details = TaskFailureDetails.FromException(new TimeoutException("too slow"));

        var exception = new TaskFailedException("Charge", 7, details);

        Assert.Equal(("Charge", 7), (exception.TaskName, exception.TaskId));
        Assert.Same(details, exception.FailureDetails);
        Assert.Contains("too slow", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_older_question_for_the_cause_compares_the_very_type()
    {
        var exception = new TaskFailedException("Read", 0, TaskFailureDetails.FromException(new FileNotFoundException()));

#pragma warning disable CS0618 // Documented and still there.
        Assert.True(exception.IsCausedByException<FileNotFoundException>());
        Assert.False(exception.IsCausedByException<IOException>());
#pragma warning restore CS0618
    }
}
