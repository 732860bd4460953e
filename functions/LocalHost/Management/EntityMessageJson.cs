using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DurableTask.Entities;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Management;

/// <summary>
/// Messages between an orchestration and entities as the history of the Durable extension has them: a request is an event that is sent, named <c>op</c> or
/// <c>release</c>, and its answer an event that is raised, named after the id of the request. Source: the entity messages of
/// https://github.com/Azure/durabletask (DurableTask.Core, folder Entities).
/// </summary>
internal static class EntityMessageJson
{
    private static readonly Guid Space = new("6b1c1c0e-6c39-4f0e-9a1d-6f1a2f6f6f0b");

    /// <summary>The id of a call or signal, the same each time it is shown.</summary>
    public static string IdOf(InstanceRecord record, int taskId) =>
        NameBasedGuid.Create(Space, string.Create(CultureInfo.InvariantCulture, $"{record.Id}/{record.Generation}/{taskId}")).ToString();

    public static string Name(DateTime? due) => due is { } time ? "op@" + time.ToString("o", CultureInfo.InvariantCulture) : "op";

    public static string Call(InstanceRecord record, string id, EntityCalled call) =>
        Text(("op", call.Operation), ("input", call.Input), ("id", id), ("parent", record.Id));

    public static string Signal(InstanceRecord record, string id, EntitySignaled signal) =>
        Text(("op", signal.Operation), ("signal", true), ("input", signal.Input), ("id", id), ("parent", record.Id), ("due", signal.Due));

    public static string Lock(InstanceRecord record, EntitiesLocked locked) =>
        Text(("id", locked.LockId), ("parent", record.Id), ("lockset", new JsonArray([.. locked.Entities.Select(Address)])), ("pos", 0));

    public static string Release(InstanceRecord record, string lockId) => Text(("parent", record.Id), ("id", lockId));

    public static string Result(string? result) => Text(("result", result));

    public static string Failure(string message, JsonNode details) => Text(("exceptionType", message), ("failureDetails", details));

    private static JsonNode Address(string entity)
    {
        var id = EntityInstanceId.FromString(entity);
        return new JsonObject { ["name"] = id.Name, ["key"] = id.Key };
    }

    private static string Text(params (string Name, JsonNode? Value)[] members)
    {
        var message = new JsonObject();
        foreach (var (name, value) in members.Where(member => member.Value is not null))
        {
            message[name] = value;
        }

        return message.ToJsonString(JsonSerializerOptions.Web);
    }
}
