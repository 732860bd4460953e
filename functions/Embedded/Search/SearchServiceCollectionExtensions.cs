using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search;

/// <summary>Registers product search on Lucene.NET.</summary>
public static class SearchServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IProductSearch"/>, <see cref="IProductIndex"/> and the card of the ranker. Needs logging.</summary>
    /// <param name="services">The services.</param>
    /// <param name="dataFolder">The platform's data folder; indexes are under <c>search</c> in it.</param>
    public static IServiceCollection AddEmbeddedSearch(this IServiceCollection services, string dataFolder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new IndexFolder(Path.Combine(dataFolder, "search")));
        services.AddSingleton<ActiveIndex>();
        services.AddSingleton<IProductSearch, LuceneProductSearch>();
        services.AddSingleton<IProductIndex, LuceneProductIndex>();
        services.AddSingleton(LexicalRankerCard.Card);
        return services;
    }
}
