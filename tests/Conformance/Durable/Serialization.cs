using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-serialization-and-persistence</summary>
public sealed class Serialization
{
    private static void Echoes<T>(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<T, T>("Orchestrator", (context, input) => context.CallActivityAsync<T>("Activity", input))
        .AddActivityFunc<T, T>("Activity", (_, input) => input);

    private static async Task<OrchestrationMetadata> EchoAsync<T>(T input)
    {
        await using var hub = await TaskHub.StartAsync(Echoes<T>);
        return await hub.RunAsync("Orchestrator", input);
    }

    [Fact]
    public async Task Inputs_and_outputs_are_persisted_as_they_were_given()
    {
        var order = new Order(7, "Ada", [new Line("tea", 1.10m), new Line("milk", 0.99m)], new DateTimeOffset(2026, 2, 25, 12, 0, 0, TimeSpan.Zero));

        var end = await EchoAsync(order);

        Assert.Equivalent(order, end.ReadInputAs<Order>(), strict: true);
        Assert.Equivalent(order, end.ReadOutputAs<Order>(), strict: true);
    }

    [Fact]
    public async Task The_data_of_an_ended_instance_stays_until_it_is_deleted()
    {
        await using var hub = await TaskHub.StartAsync(Echoes<string>);
        var id = (await hub.RunAsync("Orchestrator", "kept")).InstanceId;

        await hub.RestartProcessAsync();

        var found = await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        Assert.Equal(("Orchestrator", "kept", "kept"), (found!.Name, found.ReadInputAs<string>(), found.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task An_unhandled_exception_is_persisted()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Bad", (Action<TaskOrchestrationContext>)(_ => throw new InvalidOperationException("bad"))));
        var id = (await hub.RunAsync("Bad")).InstanceId;

        await hub.RestartProcessAsync();

        var found = await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
        Assert.Equal((typeof(InvalidOperationException).FullName, "bad"), (found!.FailureDetails!.ErrorType, found.FailureDetails.ErrorMessage));
    }

    [Fact]
    public async Task The_message_of_a_termination_is_persisted()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Wait", context => context.WaitForExternalEvent<bool>("go")));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.TerminateInstanceAsync(id, "enough");
        await hub.EndAsync(id);

        await hub.RestartProcessAsync();

        Assert.Equal("enough", (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_default_serializer_is_system_text_json()
    {
        var end = await EchoAsync(new Order(7, "Ada", [], new DateTimeOffset(2026, 2, 25, 12, 0, 0, TimeSpan.Zero)));

        Assert.Equal("""{"Number":7,"Customer":"Ada","Lines":[],"At":"2026-02-25T12:00:00+00:00"}""", end.SerializedInput);
    }

    [Fact]
    public async Task Attributes_of_system_text_json_are_honoured()
    {
        var end = await EchoAsync(new Renamed { Name = "Ada", Secret = "never stored" });

        Assert.Equal("""{"full_name":"Ada"}""", end.SerializedOutput);
        Assert.Equal("Ada", end.ReadOutputAs<Renamed>()!.Name);
    }

    [Theory]
    [InlineData("text with \"quotes\", ümlauts, 東京 and \n a new line")]
    [InlineData("")]
    public async Task Text_is_persisted_whatever_is_in_it(string text)
    {
        Assert.Equal(text, (await EchoAsync(text)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Types_of_the_framework_are_persisted_without_loss()
    {
        Assert.Equal(long.MaxValue, (await EchoAsync(long.MaxValue)).ReadOutputAs<long>());
        Assert.Equal(0.1m, (await EchoAsync(0.1m)).ReadOutputAs<decimal>());
        Assert.Equal(DateTime.UnixEpoch, (await EchoAsync(DateTime.UnixEpoch)).ReadOutputAs<DateTime>());
        Assert.Equal(TimeSpan.FromDays(400), (await EchoAsync(TimeSpan.FromDays(400))).ReadOutputAs<TimeSpan>());
        Assert.Equal(DayOfWeek.Friday, (await EchoAsync(DayOfWeek.Friday)).ReadOutputAs<DayOfWeek>());
        Assert.Equal([0, 1, 255], (await EchoAsync(new byte[] { 0, 1, 255 })).ReadOutputAs<byte[]>().AsSpan().ToArray());
    }

    [Fact]
    public async Task Nothing_is_persisted_as_nothing()
    {
        var end = await EchoAsync<string?>(null);

        Assert.Null(end.ReadInputAs<string>());
        Assert.Null(end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_converter_of_the_application_writes_and_reads_everything()
    {
        var converter = new JsonDataConverter(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase });
        await using var hub = await TaskHub.StartAsync(
            Echoes<Line>,
            worker: worker => worker.Configure(options => options.DataConverter = converter),
            client: client => client.Configure(options => options.DataConverter = converter));

        var end = await hub.RunAsync("Orchestrator", new Line("tea", 1));

        Assert.Equal(("""{"product":"tea","price":1}""", """{"product":"tea","price":1}"""), (end.SerializedInput, end.SerializedOutput));
        Assert.Equal("tea", end.ReadOutputAs<Line>()!.Product);
    }

    [Fact]
    public async Task A_converter_may_encrypt_so_that_no_plain_text_is_stored()
    {
        var converter = new ScramblingConverter();
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<string, string>("Orchestrator", async (context, input) =>
                {
                    context.SetCustomStatus(input);
                    var answer = await context.WaitForExternalEvent<string>("answer");
                    return await context.CallActivityAsync<string>("Activity", input + answer);
                })
                .AddActivityFunc<string, string>("Activity", (_, input) => input),
            worker: worker => worker.Configure(options => options.DataConverter = converter),
            client: client => client.Configure(options => options.DataConverter = converter));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Orchestrator", "secret");
        await hub.Client.RaiseEventAsync(id, "answer", " answer");

        var end = await hub.EndAsync(id);

        Assert.Equal(("secret", "secret answer", "secret"), (end.ReadInputAs<string>(), end.ReadOutputAs<string>(), end.ReadCustomStatusAs<string>()));
        Assert.All(
            [end.SerializedInput, end.SerializedOutput, end.SerializedCustomStatus],
            stored => Assert.DoesNotContain("secret", stored, StringComparison.Ordinal));
    }

    public sealed record Line(string Product, decimal Price);

    public sealed record Order(int Number, string Customer, Line[] Lines, DateTimeOffset At);

    public sealed class Renamed
    {
        [JsonPropertyName("full_name")]
        public string Name { get; set; } = string.Empty;

        [JsonIgnore]
        public string Secret { get; set; } = string.Empty;
    }

    private sealed class ScramblingConverter : DataConverter
    {
        public override string? Serialize(object? value) =>
            value is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value)));

        public override object? Deserialize(string? data, Type targetType) =>
            data is null ? null : JsonSerializer.Deserialize(Encoding.UTF8.GetString(Convert.FromBase64String(data)), targetType);
    }
}
