using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

public sealed class EntityAddressTests
{
    [Fact]
    public void The_name_of_an_address_is_in_lower_case_and_its_key_as_given()
    {
        var id = new EntityInstanceId("Counter", "Game@1");

        Assert.Equal("@counter@Game@1", id.ToString());
        Assert.Equal(id, EntityInstanceId.FromString("@COUNTER@Game@1"));
        Assert.NotEqual(id, new EntityInstanceId("counter", "game@1"));
    }

    [Theory]
    [InlineData("counter")]
    [InlineData("@counter")]
    [InlineData("@@key")]
    [InlineData("")]
    public void Other_texts_are_no_addresses(string text)
    {
        Assert.Throws<ArgumentException>(() => EntityInstanceId.FromString(text));
    }

    [Fact]
    public void A_name_with_an_at_sign_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new EntityInstanceId("a@b", "key"));
    }

    [Fact]
    public void An_address_is_a_text_in_JSON()
    {
        var id = new EntityInstanceId("counter", "1");

        var json = JsonSerializer.Serialize(id);

        Assert.Equal("\"@counter@1\"", json);
        Assert.Equal(id, JsonSerializer.Deserialize<EntityInstanceId>(json));
    }

    [Fact]
    public void Metadata_is_written_as_JSON_with_what_it_has()
    {
        var id = new EntityInstanceId("counter", "1");
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var full = JsonSerializer.Serialize(new EntityMetadata<int>(id, 5) { LastModifiedTime = time, BacklogQueueSize = 2, LockedBy = "o" }, JsonSerializerOptions.Web);
        var bare = JsonSerializer.Serialize(new EntityMetadata(id, new SerializedData("5")) { LastModifiedTime = time });

        Assert.Equal("""{"id":"@counter@1","lastModifiedTime":"2026-01-02T03:04:05+00:00","backlogQueueSize":2,"lockedBy":"o","state":5}""", full);
        Assert.Equal("""{"Id":"@counter@1","LastModifiedTime":"2026-01-02T03:04:05+00:00","State":"5"}""", bare);
    }

    [Fact]
    public void A_state_that_is_not_included_cannot_be_read()
    {
        var metadata = new EntityMetadata<int>(new EntityInstanceId("counter", "1"));

        Assert.False(metadata.IncludesState);
        Assert.Throws<InvalidOperationException>(() => metadata.State);
        Assert.Throws<ArgumentException>(() => new EntityMetadata<int>(default));
    }

    [Theory]
    [InlineData("Counter", "@counter")]
    [InlineData("@Counter@", "@counter@")]
    [InlineData("Counter@Key", "@counter@Key")]
    [InlineData("", "@")]
    [InlineData(null, null)]
    public void A_query_lowers_the_name_and_not_the_key(string? given, string? expected)
    {
        Assert.Equal(expected, new EntityQuery { InstanceIdStartsWith = given }.InstanceIdStartsWith);
    }

    [Fact]
    public void A_registry_has_each_entity_once_without_regard_to_case()
    {
        var registry = new DurableTaskRegistry();

        registry.AddEntity<TaskEntityTests.Counter>().AddEntity("other", new TaskEntityTests.Undeletable());

        Assert.Equal(["Counter", "other"], registry.GetEntities().Select(entry => entry.Key.Name));
        Assert.Throws<ArgumentException>(() => registry.AddEntity("COUNTER", _ => new TaskEntityTests.Undeletable()));
        Assert.Throws<ArgumentException>(() => registry.AddEntity(typeof(string)));
    }
}
