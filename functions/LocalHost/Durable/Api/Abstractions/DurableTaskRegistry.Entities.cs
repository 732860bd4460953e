using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask;

public sealed partial class DurableTaskRegistry
{
    private readonly Dictionary<TaskName, Func<IServiceProvider, ITaskEntity>> _entities = [];

    internal IReadOnlyDictionary<TaskName, Func<IServiceProvider, ITaskEntity>> Entities => _entities;

    /// <summary>Adds an entity made by a factory, once a batch of operations, in the scope of the batch.</summary>
    public DurableTaskRegistry AddEntity(TaskName name, Func<IServiceProvider, ITaskEntity> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (string.IsNullOrEmpty(name.Name))
        {
            throw new ArgumentException("An entity needs a name.", nameof(name));
        }

        if (!_entities.TryAdd(name, factory))
        {
            throw new ArgumentException($"TaskEntity '{name}' is registered already.", nameof(name));
        }

        return this;
    }

    /// <summary>Adds an entity class under a name.</summary>
    public DurableTaskRegistry AddEntity(TaskName name, Type type)
    {
        Check(type, typeof(ITaskEntity));
        return AddEntity(name, Creator<ITaskEntity>(type));
    }

    /// <summary>Adds an entity class under its own name.</summary>
    public DurableTaskRegistry AddEntity(Type type) => AddEntity(NameOf(type, typeof(ITaskEntity)).Name, Creator<ITaskEntity>(type));

    /// <summary>Adds an entity class under a name.</summary>
    public DurableTaskRegistry AddEntity<TEntity>(TaskName name)
        where TEntity : class, ITaskEntity => AddEntity(name, typeof(TEntity));

    /// <summary>Adds an entity class under its own name.</summary>
    public DurableTaskRegistry AddEntity<TEntity>()
        where TEntity : class, ITaskEntity => AddEntity(typeof(TEntity));

    /// <summary>Adds one object under a name, for all entities of the name: it may be called for several of them at once.</summary>
    public DurableTaskRegistry AddEntity(TaskName name, ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return AddEntity(name, _ => entity);
    }

    /// <summary>Adds one object under the name of its class, for all entities of the name: it may be called for several of them at once.</summary>
    public DurableTaskRegistry AddEntity(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return AddEntity(NameOf(entity.GetType(), typeof(ITaskEntity)).Name, _ => entity);
    }

    /// <summary>The entities known.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskEntity>>> GetEntities() => _entities;
}
