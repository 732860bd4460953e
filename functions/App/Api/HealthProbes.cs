using Microsoft.DurableTask.Client;
using RetailServerless.Core.Results;
using RetailServerless.Core.Search;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Api;

/// <summary>Reads a document that is not there.</summary>
internal sealed class DocumentsProbe(IDocumentStore documents) : IHealthProbe
{
    public string Name => "documents";

    public async Task<HealthFinding> LookAsync(CancellationToken cancellationToken)
    {
        await documents.GetAsync<object>(new DocumentKey("health", "probe", "none"), cancellationToken);
        return HealthFinding.Healthy;
    }
}

/// <summary>Searches for one product. Without a catalog the platform works and has nothing to show.</summary>
internal sealed class SearchProbe(IProductSearch search) : IHealthProbe
{
    public string Name => "search";

    public async Task<HealthFinding> LookAsync(CancellationToken cancellationToken)
    {
        var found = await search.SearchAsync(new SearchRequest { Size = 1 }, cancellationToken);
        return found.TryGet(out var response, out var failure)
            ? response.Total > 0 ? HealthFinding.Healthy : new HealthFinding(HealthStatus.Degraded, "no-products")
            : new HealthFinding(HealthStatus.Degraded, failure.Code);
    }
}

/// <summary>Asks the durable engine for an instance that is not there.</summary>
internal sealed class DurableProbe(DurableTaskClient client) : IHealthProbe
{
    public string Name => "durable";

    public async Task<HealthFinding> LookAsync(CancellationToken cancellationToken)
    {
        await client.GetInstanceAsync("health-probe", getInputsAndOutputs: false, cancellationToken);
        return HealthFinding.Healthy;
    }
}
