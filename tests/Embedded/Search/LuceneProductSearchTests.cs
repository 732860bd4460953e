using RetailServerless.Core.Search;
using RetailServerless.Tests.Contracts;

namespace RetailServerless.Embedded.Tests.Search;

public sealed class LuceneProductSearchTests : ProductSearchContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SearchPlatform> _platforms = [];

    protected override (IProductSearch Search, IProductIndex Index) Create()
    {
        var platform = new SearchPlatform(_folder.Path, Clock);
        _platforms.Add(platform);
        return (platform.Search, platform.Index);
    }

    public void Dispose()
    {
        _platforms.ForEach(platform => platform.Dispose());
        _folder.Dispose();
    }
}
