using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage;
using RetailServerless.Functions.Privacy;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

/// <summary>The whole app, its stores and its durable engine, on a clock that the test moves.</summary>
public sealed class ClockHost : IAsyncDisposable
{
    private readonly FakeTimeProvider _time;
    private readonly GovernanceHost _host;

    private ClockHost(DateTimeOffset now)
    {
        _time = new FakeTimeProvider(now);
        _host = new GovernanceHost(services => services.AddSingleton<TimeProvider>(_time));
    }

    public DateTimeOffset Now => _time.GetUtcNow();

    public T Get<T>()
        where T : notnull => _host.Get<T>();

    public static async Task<ClockHost> StartAsync(DateTimeOffset now)
    {
        var host = new ClockHost(now);
        await host._host.InitializeAsync();
        return host;
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    /// <summary>Moves the clock on; never back.</summary>
    public void AdvanceTo(DateTimeOffset at)
    {
        if (at > Now)
            _time.SetUtcNow(at);
    }

    /// <summary>Moves the clock just over an instant: timers of the engine are whole milliseconds, rounded up.</summary>
    public void PassTo(DateTimeOffset at) => AdvanceTo(at.AddMilliseconds(1));

    /// <summary>A customer with an e-mail address.</summary>
    public async Task<PersonId> CustomerAsync()
    {
        var id = new CustomerId("K" + Guid.NewGuid().ToString("N")[..10]);
        var person = PersonId.Of(id);
        var customer = new Customer { Id = id, Name = "Nora Example", Email = $"{id.Value}@mail.example" };
        await Get<IDocumentStore>().UpsertAsync(new DocumentKey(Customer.Container, person.Value, Customer.DocumentId), customer, WriteCondition.Always, default);
        return person;
    }

    /// <summary>A request, with its orchestration running.</summary>
    public async Task<Guid> AskAsync(PersonId person, PrivacyRight right, Residence residence, bool signedIn = true, RequestIntake intake = RequestIntake.Shopper)
    {
        var wanted = new NewRequest
        {
            Right = right,
            Subject = new RequestSubject { Person = person, Residence = residence },
            Intake = intake,
            ActorRole = "shopper",
            SignedInAt = signedIn ? Now : null,
        };
        var taken = (await Get<RequestIntakes>().TakeAsync(wanted, default)).Value.Request;
        await Get<RequestRunner>().StartAsync(Get<DurableTaskClient>(), taken.Id, default);
        return taken.Id;
    }

    public Task<DataSubjectRequestDocument> ReadAsync(Guid id) => Get<RequestStore>().LoadAsync(id, default);

    /// <summary>Waits in real time until the request is as it should be.</summary>
    public async Task<DataSubjectRequestDocument> UntilAsync(Guid id, Func<DataSubjectRequestDocument, bool> isSo)
    {
        for (var tries = 0; ; tries++)
        {
            var now = await ReadAsync(id);
            if (isSo(now))
            {
                return now;
            }

            if (tries == 1500)
                Assert.Fail($"At {Now:O} it is {now.Status}: {string.Join(' ', now.Timeline.Select(line => $"{line.Kind}:{line.Code}:{line.Count}"))}");
            // The clock goes on as the real one does: a timer that is set while it is moved waits from then on.
            await Task.Delay(20);
            _time.Advance(tries < 50 ? TimeSpan.FromMilliseconds(20) : TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>A message that waits for the mailer.</summary>
    public Task<string> MessageAsync(Guid id, NoticeKind kind) =>
        File.ReadAllTextAsync(Path.Combine(Get<DataFolder>().Path, "outbox", $"{id:N}.{kind.ToString().ToLowerInvariant()}.message.json"));

    /// <summary>Changes the version that is there now, and wakes the orchestration as the API does.</summary>
    public async Task<DataSubjectRequestDocument> ChangeAsync(
        Guid id, RequestEventKind what, Func<StoredDocument<DataSubjectRequestDocument>, Task<Result<DataSubjectRequestDocument>>> change)
    {
        for (var tries = 0; ; tries++)
        {
            var result = await change((await Get<RequestStore>().FindAsync(id, default))!);
            if (result.Failure == RequestFailures.Changed && tries < 20)
                continue;

            await Get<RequestRunner>().WakeAsync(Get<DurableTaskClient>(), result.Value, what, default);
            return result.Value;
        }
    }

    /// <summary>Walks from alarm to alarm to the end of the answer's deadline; at each the orchestration must have done what is due.</summary>
    public async Task<DataSubjectRequestDocument> WalkAsync(Guid id)
    {
        var request = await ReadAsync(id);
        while (request.Warnings.Select(w => w.At).Concat(request.Deadlines.Select(d => d.DueInstant)).Where(at => at > Now).Order().FirstOrDefault() is var next && next != default)
        {
            // One second before nothing of it has happened.
            AdvanceTo(next.AddSeconds(-1));
            Assert.DoesNotContain((await ReadAsync(id)).Timeline, line => line.At >= next);
            PassTo(next);
            var due = request.Deadlines.Where(d => d.DueInstant == next && d.Kind != DeadlineKind.ExtensionNotice && (d.Kind == DeadlineKind.Answer || request.AcknowledgedAt is null)).ToList();
            var missed = request.Timeline.Count(line => line.Kind == RequestEventKind.DeadlineMissed) + due.Count;
            request = await UntilAsync(
                id,
                r => r.Warnings.All(w => w.At > next) && r.Timeline.Count(line => line.Kind == RequestEventKind.DeadlineMissed) >= missed);
            if (request.Deadlines.All(d => d.DueInstant <= next))
                break;
        }

        return request;
    }
}
