using System.Reflection;
using Microsoft.DurableTask.Entities;

#pragma warning disable CA1822 // Operations are instance methods, whatever they use.
namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>How a <see cref="TaskEntity{TState}"/> finds what does an operation.</summary>
public sealed class TaskEntityTests
{
    [Theory]
    [InlineData("Add")]
    [InlineData("add")]
    [InlineData("ADD")]
    public async Task An_operation_is_the_public_method_of_its_name_without_regard_to_case(string name)
    {
        var operation = new StubOperation(name, 40, 2);

        var result = await new Counter().RunAsync(operation);

        Assert.Equal((42, (object)42), (result, operation.Stored.Value));
    }

    [Theory]
    [InlineData("Nothing")]
    [InlineData("Hidden")]
    [InlineData("Inherited")]
    [InlineData("Static")]
    public async Task Only_public_instance_methods_are_operations(string name)
    {
        await Assert.ThrowsAsync<NotSupportedException>(async () => await new Counter().RunAsync(new StubOperation(name, 1, 1)));
    }

    [Fact]
    public async Task An_overloaded_operation_is_ambiguous()
    {
        await Assert.ThrowsAsync<AmbiguousMatchException>(async () => await new Counter().RunAsync(new StubOperation("Overloaded", 1, 1)));
    }

    [Theory]
    [InlineData("TwoInputs")]
    [InlineData("TwoContexts")]
    [InlineData("TwoOperations")]
    public async Task A_parameter_that_is_bound_twice_is_an_error(string name)
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await new Counter().RunAsync(new StubOperation(name, 1, 1)));
    }

    [Fact]
    public async Task A_missing_input_is_an_error_unless_the_parameter_has_a_default()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await new Counter().RunAsync(new StubOperation("Add", 1)));

        Assert.Equal("default", await new Counter().RunAsync(new StubOperation("Optional", 1)));
        Assert.Equal("given", await new Counter().RunAsync(new StubOperation("Optional", 1, "given")));
    }

    [Fact]
    public async Task A_method_may_take_context_operation_and_input_in_any_order()
    {
        Assert.Equal("@stub@1 All 5", await new Counter().RunAsync(new StubOperation("All", 1, 5)));
    }

    [Theory]
    [InlineData("OfTask", null)]
    [InlineData("OfTaskT", "task")]
    [InlineData("OfValueTask", null)]
    [InlineData("OfValueTaskT", "value task")]
    public async Task An_operation_may_be_asynchronous_and_its_state_is_taken_at_its_end(string name, string? expected)
    {
        var operation = new StubOperation(name, 1);

        var result = await new Counter().RunAsync(operation);

        Assert.Equal((expected, (object)2), (result, operation.Stored.Value));
    }

    [Fact]
    public async Task An_exception_of_an_operation_comes_out_as_it_is_and_the_state_is_not_set()
    {
        var operation = new StubOperation("Throw", 1);

        var failure = await Assert.ThrowsAsync<TimeoutException>(async () => await new Counter().RunAsync(operation));

        Assert.Equal("out", failure.Message);
        Assert.Contains(nameof(Counter.Throw), failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal(1, operation.Stored.Value);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("Delete")]
    public async Task Delete_deletes_the_state_of_an_entity_that_has_no_such_method(string name)
    {
        var operation = new StubOperation(name, 7);

        await new Counter().RunAsync(operation);

        Assert.Null(operation.Stored.Value);
    }

    [Fact]
    public async Task A_method_of_the_name_delete_goes_first()
    {
        var operation = new StubOperation("delete", 7);

        await new Undeletable().RunAsync(operation);

        Assert.Equal(70, operation.Stored.Value);
    }

    [Fact]
    public async Task A_state_begins_as_a_new_one_also_when_its_type_is_nullable()
    {
        Assert.Equal(0, await new Nullable().RunAsync(new StubOperation("Get")));
        Assert.Equal(10, await new FromTen().RunAsync(new StubOperation("Get")));
    }

    [Fact]
    public async Task A_state_that_is_set_to_null_is_deleted()
    {
        var operation = new StubOperation("Clear", 5);

        await new Nullable().RunAsync(operation);

        Assert.Null(operation.Stored.Value);
    }

    [Fact]
    public async Task Operations_are_dispatched_to_the_state_only_when_it_is_allowed_and_after_the_entity()
    {
        var cart = new Cart { Items = 1 };

        await new Carts(allow: true).RunAsync(new StubOperation("Put", cart, 2));
        var fromEntity = await new Carts(allow: true).RunAsync(new StubOperation("Count", cart));

        Assert.Equal((3, "entity"), (cart.Items, fromEntity));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await new Carts(allow: false).RunAsync(new StubOperation("Put", cart, 2)));
    }

    [Fact]
    public async Task A_state_that_is_a_value_keeps_what_its_method_changed()
    {
        var operation = new StubOperation("Put", new ValueCart(1), 2);

        await new ValueCarts().RunAsync(operation);

        Assert.Equal(new ValueCart(3), operation.Stored.Value);
    }

    [Fact]
    public async Task Dispatching_to_a_state_that_is_null_is_an_error()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await new NullCarts().RunAsync(new StubOperation("Put", null, 2)));
    }

    public class Base : TaskEntity<int>
    {
        protected int Inherited(int value) => value;
    }

    public sealed class Counter : Base
    {
        public static int Static(int value) => value;

        public int Add(int value) => State += value;

        public int Overloaded(int value) => value;

        public int Overloaded(TaskEntityContext context) => context.Id.Key.Length;

        public int TwoInputs(int a, int b) => a + b;

        public int TwoContexts(TaskEntityContext a, TaskEntityContext b) => a.Id == b.Id ? 1 : 0;

        public int TwoOperations(TaskEntityOperation a, TaskEntityOperation b) => a.Name == b.Name ? 1 : 0;

        public string Optional(string value = "default") => value;

        public string All(int input, TaskEntityOperation operation, TaskEntityContext context) => $"{context.Id} {operation.Name} {input}";

        public async Task OfTask()
        {
            await Task.Yield();
            State++;
        }

        public async Task<string> OfTaskT()
        {
            await OfTask();
            return "task";
        }

        public async ValueTask OfValueTask() => await OfTask();

        public async ValueTask<string> OfValueTaskT()
        {
            await OfTask();
            return "value task";
        }

        public void Throw()
        {
            State = 99;
            throw new TimeoutException("out");
        }

        private int Hidden(int value) => Hidden(value - 1);
    }

    public sealed class Undeletable : TaskEntity<int>
    {
        public void Delete() => State *= 10;
    }

    public sealed class Nullable : TaskEntity<int?>
    {
        public int? Get() => State;

        public void Clear() => State = null;
    }

    public sealed class FromTen : TaskEntity<int>
    {
        public int Get() => State;

        protected override int InitializeState(TaskEntityOperation entityOperation) => 10;
    }

    public sealed class Cart
    {
        public int Items { get; set; }

        public void Put(int count) => Items += count;

        public string Count() => $"state {Items}";
    }

    public sealed class Carts(bool allow) : TaskEntity<Cart>
    {
        protected override bool AllowStateDispatch => allow;

        public string Count() => State.Items > 0 ? "entity" : "empty";
    }

    public sealed class NullCarts : TaskEntity<Cart?>
    {
        protected override bool AllowStateDispatch => true;

        protected override Cart? InitializeState(TaskEntityOperation entityOperation) => null;
    }

    public record struct ValueCart(int Items)
    {
        public void Put(int count) => Items += count;
    }

    public sealed class ValueCarts : TaskEntity<ValueCart>
    {
        protected override bool AllowStateDispatch => true;
    }
}
