using System.Reflection;

namespace RetailServerless.LocalHost.Discovery;

/// <summary>Where functions are looked for: the entry assembly unless something is named.</summary>
internal sealed class FunctionSources
{
    private readonly List<Type> _types = [];
    private bool _named;

    public void Add(IEnumerable<Assembly> assemblies) => Add(assemblies.SelectMany(a => a.GetTypes()));

    public void Add(IEnumerable<Type> types)
    {
        _named = true;
        _types.AddRange(types);
    }

    public IReadOnlyList<Type> Types() => _named ? _types.Distinct().ToList() : Assembly.GetEntryAssembly()?.GetTypes() ?? [];
}
