using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search;

namespace RetailServerless.Embedded.Tests.Search;

/// <summary>Search as a process has it.</summary>
internal sealed class SearchPlatform : IDisposable
{
    private readonly ServiceProvider _services;

    public SearchPlatform(string folder, TimeProvider clock)
    {
        _services = new ServiceCollection().AddLogging().AddSingleton(clock).AddEmbeddedSearch(folder).BuildServiceProvider();
        Search = _services.GetRequiredService<IProductSearch>();
        Active = _services.GetRequiredService<ActiveIndex>();
        Index = _services.GetRequiredService<IProductIndex>();
    }

    public IProductSearch Search { get; }

    public IProductIndex Index { get; }

    public ActiveIndex Active { get; }

    public void Dispose() => _services.Dispose();
}
