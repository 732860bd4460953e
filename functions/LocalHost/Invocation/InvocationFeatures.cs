using System.Collections;
using Microsoft.Azure.Functions.Worker;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>What is offered to one invocation, by type.</summary>
internal sealed class InvocationFeatures : IInvocationFeatures
{
    private readonly Dictionary<Type, object> _features = [];

    public InvocationFeatures(Outcome outcome) => _features[typeof(Outcome)] = outcome;

    public T? Get<T>() => _features.TryGetValue(typeof(T), out var value) ? (T)value : default;

    public void Set<T>(T instance)
    {
        if (instance is null)
        {
            _features.Remove(typeof(T));
        }
        else
        {
            _features[typeof(T)] = instance;
        }
    }

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
