using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Entities;
using RetailServerless.LocalHost.Durable.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>An entity, as it was last stored.</summary>
/// <typeparam name="TState">What its state is read as.</typeparam>
[JsonConverter(typeof(EntityMetadataConverter))]
public class EntityMetadata<TState>
{
    private readonly TState? _state;

    /// <summary>An entity without its state.</summary>
    public EntityMetadata(EntityInstanceId id)
    {
        if (id == default)
        {
            throw new ArgumentException("The address of an entity is needed.", nameof(id));
        }

        Id = id;
    }

    /// <summary>An entity with its state, unless that is null.</summary>
    public EntityMetadata(EntityInstanceId id, TState? state)
        : this(id) => (_state, IncludesState) = (state, state is not null);

    /// <summary>Its address.</summary>
    public EntityInstanceId Id { get; }

    /// <summary>When it last did something.</summary>
    public DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>How many messages wait for it.</summary>
    public int BacklogQueueSize { get; init; }

    /// <summary>Instance id of the orchestration that has locked it; null when it is not locked.</summary>
    public string? LockedBy { get; init; }

    /// <summary>Whether the state is included.</summary>
    [MemberNotNullWhen(true, nameof(_state))]
    public bool IncludesState { get; }

    /// <summary>The state.</summary>
    /// <exception cref="InvalidOperationException">The state is not included.</exception>
    public TState State => IncludesState
        ? _state
        : throw new InvalidOperationException($"The state of the entity was not asked for, or it has none: {nameof(IncludesState)} is false.");
}

/// <summary>An entity, as it was last stored, with its state as text.</summary>
/// <param name="id">Its address.</param>
/// <param name="state">Its state; null when not included.</param>
[JsonConverter(typeof(EntityMetadataConverter))]
public sealed class EntityMetadata(EntityInstanceId id, SerializedData? state = null) : EntityMetadata<SerializedData>(id, state);
