using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Notices;

namespace RetailServerless.Functions.Tests.Privacy;

/// <summary>Walks the clock of each regime to its end through the real orchestration.</summary>
public sealed class ClockWalkTests
{
    private static readonly Residence Germany = new("DE", null);
    private static readonly Residence Britain = new("GB", null);
    private static readonly Residence California = new("US", "US-CA");

    [Fact]
    public async Task Gdpr_one_month_is_warned_of_and_missed_at_the_first_instant_after_its_last_day_over_a_year_end()
    {
        await using var host = await ClockHost.StartAsync(Utc("2027-11-30T09:00Z"));
        var id = await host.AskAsync(await host.CustomerAsync(), PrivacyRight.Access, Germany);
        var waiting = await host.UntilAsync(id, r => r.Status == RequestStatus.AwaitingApproval && r.AcknowledgedAt is not null);

        var over = await host.WalkAsync(id);

        Assert.Equal(new DateOnly(2027, 12, 30), waiting.AnswerDeadline!.DueDate);
        Assert.Equal([14L, 7, 3, 1, 0], Warned(over, "answer"));
        AssertAt(Utc("2027-12-30T23:00Z"), Missed(over, "answer")); // Midnight in Berlin.
        Assert.Equal(RequestStatus.AwaitingApproval, over.Status);
    }

    [Fact]
    public async Task Gdpr_an_extension_told_inside_the_first_month_gives_two_more_and_the_person_reads_why()
    {
        await using var host = await ClockHost.StartAsync(Utc("2028-01-31T09:00Z"));
        var id = await host.AskAsync(await host.CustomerAsync(), PrivacyRight.Access, Germany);
        var waiting = await host.UntilAsync(id, r => r.Status == RequestStatus.AwaitingApproval);
        host.AdvanceTo(Utc("2028-02-29T20:00Z"));

        await host.ChangeAsync(id, RequestEventKind.Extended, found => host.Get<RequestDecisions>().ExtendAsync(found, "Nine years of orders have to be read.", null, "Privacy.Officer", default));
        var extended = await host.UntilAsync(id, r => r.Notices.Any(n => n is { Kind: NoticeKind.Extension, Channel: "email" }));
        var over = await host.WalkAsync(id);

        Assert.Equal(new DateOnly(2028, 2, 29), waiting.AnswerDeadline!.DueDate); // 31 January plus a month, in a leap year.
        Assert.Equal(new DateOnly(2028, 5, 2), extended.AnswerDeadline!.DueDate); // 30 April is a Sunday, 1 May a holiday.
        Assert.True(extended.AnswerDeadline.Extended);
        AssertAt(extended.AnswerDeadline.DueInstant, Missed(over, "answer"));
        var message = await host.MessageAsync(id, NoticeKind.Extension);
        Assert.Contains("Nine years of orders", message, StringComparison.Ordinal);
        Assert.Contains("Tuesday 2 May 2028", message, StringComparison.Ordinal);
        Assert.Contains("Art. 77", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gdpr_an_extension_after_the_first_month_is_refused()
    {
        await using var host = await ClockHost.StartAsync(Utc("2028-06-05T09:00Z"));
        var id = await host.AskAsync(await host.CustomerAsync(), PrivacyRight.Access, Germany);
        var waiting = await host.UntilAsync(id, r => r.Status == RequestStatus.AwaitingApproval);
        host.AdvanceTo(waiting.AnswerDeadline!.DueInstant);

        var refused = await host.Get<RequestDecisions>().ExtendAsync((await host.Get<RequestStore>().FindAsync(id, default))!, "Late.", null, "Privacy.Officer", default);

        Assert.Equal(ClockFailures.ExtensionTooLate, refused.Failure!.Code);
    }

    [Fact]
    public async Task Uk_the_clock_stands_still_while_it_is_asked_who_asks_and_begins_when_that_is_shown()
    {
        await using var host = await ClockHost.StartAsync(Utc("2028-08-01T09:00Z"));
        var person = await host.CustomerAsync();
        var id = await host.AskAsync(person, PrivacyRight.Access, Britain, signedIn: false);
        var asked = await host.UntilAsync(id, r => r.AcknowledgedAt is not null);
        host.AdvanceTo(Utc("2028-08-21T09:00Z"));
        await host.Get<RequestProgress>().ReckonAsync(asked, default);
        var standing = await host.ReadAsync(id);

        await host.ChangeAsync(id, RequestEventKind.Verified, found => host.Get<RequestVerifications>().SignInAsync(found, host.Now, default));
        var running = await host.UntilAsync(id, r => r.Status == RequestStatus.AwaitingApproval);
        var over = await host.WalkAsync(id);

        Assert.True(asked.AnswerDeadline!.Stopped);
        Assert.Empty(asked.Warnings); // Nobody is warned of a day that moves on.
        Assert.True(standing.AnswerDeadline!.DueDate > asked.AnswerDeadline.DueDate);
        Assert.False(running.AnswerDeadline!.Stopped);
        Assert.Equal(new DateOnly(2028, 9, 21), running.AnswerDeadline.DueDate);
        Assert.Equal([14L, 7, 3, 1, 0], Warned(over, "answer"));
        AssertAt(Utc("2028-09-21T23:00Z"), Missed(over, "answer")); // Midnight in London in summer.
    }

    [Fact]
    public async Task Uk_the_days_between_question_and_answer_about_the_scope_are_not_counted()
    {
        await using var host = await ClockHost.StartAsync(Utc("2028-10-02T09:00Z"));
        var id = await host.AskAsync(await host.CustomerAsync(), PrivacyRight.Access, Britain);
        var before = await host.UntilAsync(id, r => r.Status == RequestStatus.AwaitingApproval);
        host.AdvanceTo(Utc("2028-10-10T09:00Z"));
        await host.ChangeAsync(id, RequestEventKind.ClarificationAsked, found => host.Get<RequestDecisions>().AskAsync(found, "Which year do you mean?", "Privacy.Officer", default));
        var asked = await host.UntilAsync(id, r => r.Notices.Any(n => n is { Kind: NoticeKind.Question, Channel: "email" }));
        host.AdvanceTo(Utc("2028-10-19T09:00Z"));

        await host.ChangeAsync(id, RequestEventKind.ClarificationGiven, found => host.Get<RequestDecisions>().AnswerAsync(found, "2027.", "shopper", default));
        var running = await host.UntilAsync(id, r => r.Clarification!.AnsweredAt is not null);
        var over = await host.WalkAsync(id);

        Assert.Equal(new DateOnly(2028, 11, 2), before.AnswerDeadline!.DueDate);
        Assert.True(asked.AnswerDeadline!.Stopped);
        Assert.Contains("Which year do you mean?", await host.MessageAsync(id, NoticeKind.Question), StringComparison.Ordinal);
        Assert.Equal(10, running.AnswerDeadline!.DaysNotCounted); // The 10th to the 19th of October, both too.
        Assert.Equal(new DateOnly(2028, 11, 13), running.AnswerDeadline.DueDate); // 12 November is a Sunday.
        AssertAt(running.AnswerDeadline.DueInstant, Missed(over, "answer"));
    }

    [Fact]
    public async Task Ccpa_45_days_run_from_receipt_however_long_verification_takes_and_45_more_with_notice()
    {
        await using var host = await ClockHost.StartAsync(Utc("2028-12-01T18:00Z"));
        var id = await host.AskAsync(await host.CustomerAsync(), PrivacyRight.Access, California, signedIn: false);
        var asked = await host.UntilAsync(id, r => r.AcknowledgedAt is not null);
        host.AdvanceTo(Utc("2028-12-29T18:00Z"));
        await host.ChangeAsync(id, RequestEventKind.Verified, found => host.Get<RequestVerifications>().SignInAsync(found, host.Now, default));
        var verified = await host.UntilAsync(id, r => r.Status == RequestStatus.AwaitingApproval);
        host.AdvanceTo(Utc("2029-01-15T18:00Z"));
        await host.ChangeAsync(id, RequestEventKind.Extended, found => host.Get<RequestDecisions>().ExtendAsync(found, "Many stores.", null, "Privacy.Officer", default));
        var extended = await host.ReadAsync(id);
        var over = await host.WalkAsync(id);

        Assert.Equal(new DateOnly(2028, 12, 15), asked.Deadlines.Single(d => d.Kind == DeadlineKind.Acknowledgement).DueDate); // 10 business days.
        Assert.Equal(new DateOnly(2029, 1, 15), verified.AnswerDeadline!.DueDate); // 1 December plus 45 days.
        Assert.False(verified.AnswerDeadline.Stopped);
        Assert.Equal(new DateOnly(2029, 3, 1), extended.AnswerDeadline!.DueDate); // 90 days.
        AssertAt(Utc("2029-03-02T08:00Z"), Missed(over, "answer")); // Midnight in California.
        Assert.DoesNotContain(over.Timeline, line => line is { Kind: RequestEventKind.DeadlineMissed, Code: "acknowledgement" });
    }

    [Fact]
    public async Task Ccpa_a_row_of_a_list_that_nobody_can_be_told_of_misses_its_confirmation_in_the_open()
    {
        await using var host = await ClockHost.StartAsync(Utc("2029-04-02T18:00Z"));
        var stranger = Core.People.PersonId.Of(new Core.People.CustomerId("K" + Guid.NewGuid().ToString("N")[..10]));
        var id = await host.AskAsync(stranger, PrivacyRight.Deletion, California, signedIn: false, RequestIntake.Bulk);
        await host.UntilAsync(id, r => r.Timeline.Any(line => line is { Kind: RequestEventKind.NotTold, Code: "acknowledgement:no-address" }));
        var due = (await host.ReadAsync(id)).Deadlines.Single(d => d.Kind == DeadlineKind.Acknowledgement);

        host.AdvanceTo(due.DueInstant.AddSeconds(-1));
        var before = await host.ReadAsync(id);
        host.PassTo(due.DueInstant);
        var after = await host.UntilAsync(id, r => r.Timeline.Any(line => line is { Kind: RequestEventKind.DeadlineMissed, Code: "acknowledgement" }));

        Assert.Null(before.AcknowledgedAt);
        Assert.Equal(new DateOnly(2029, 4, 16), due.DueDate);
        AssertAt(due.DueInstant, Missed(after, "acknowledgement"));
    }

    [Fact]
    public async Task Ccpa_an_opt_out_has_15_business_days_and_cannot_be_put_off()
    {
        await using var host = await ClockHost.StartAsync(Utc("2029-06-25T18:00Z"));
        var id = await host.AskAsync(await host.CustomerAsync(), PrivacyRight.OptOutOfSaleOrSharing, California, signedIn: false);
        var request = await host.ReadAsync(id);

        var done = await host.UntilAsync(id, r => r.Status == RequestStatus.Completed);
        var refused = await host.Get<RequestDecisions>().ExtendAsync(
            (await host.Get<RequestStore>().FindAsync(await UnansweredAsync(), default))!, "Busy.", null, "Privacy.Officer", default);

        Assert.Equal(new DateOnly(2029, 7, 17), request.AnswerDeadline!.DueDate); // 15 business days; the fourth of July is none.
        Assert.Equal(request.ReceivedAt, done.Timeline.Single(line => line.Kind == RequestEventKind.Applied).At);
        Assert.Equal(ClockFailures.ExtensionNotAllowed, refused.Failure!.Code);

        // One whose orchestration has not begun is still open.
        async Task<Guid> UnansweredAsync()
        {
            var wanted = new NewRequest
            {
                Right = PrivacyRight.LimitUseOfSensitiveData,
                Subject = new RequestSubject { Person = await host.CustomerAsync(), Residence = California },
                Intake = RequestIntake.Shopper,
                ActorRole = "shopper",
            };
            return (await host.Get<RequestIntakes>().TakeAsync(wanted, default)).Value.Request.Id;
        }
    }

    private static DateTimeOffset Utc(string at) => DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

    private static void AssertAt(DateTimeOffset at, RequestEvent line) => Assert.InRange(line.At, at, at.AddHours(1));

    private static IEnumerable<long> Warned(DataSubjectRequestDocument request, string what) =>
        request.Timeline.Where(line => line.Kind == RequestEventKind.Escalated && line.Code == what).Select(line => line.Count!.Value);

    private static RequestEvent Missed(DataSubjectRequestDocument request, string what) =>
        request.Timeline.Single(line => line.Kind == RequestEventKind.DeadlineMissed && line.Code == what);
}
