namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host offers to one invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>The feature of this type; default when there is none.</summary>
    /// <typeparam name="T">The feature.</typeparam>
    T? Get<T>();

    /// <summary>Sets the feature of this type.</summary>
    /// <typeparam name="T">The feature.</typeparam>
    /// <param name="instance">Its value.</param>
    void Set<T>(T instance);
}
