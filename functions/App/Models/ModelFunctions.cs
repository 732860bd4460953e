using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Models;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Models;

/// <summary>The register of models for staff.</summary>
public sealed class ModelFunctions(IModelRegistry registry)
{
    private static readonly Failure Unknown = new(FailureKind.NotFound, "model-not-found", "There is no such version of such a model; GET /api/models lists those there are.");

    /// <summary>Lists all versions of all models.</summary>
    [Function(nameof(ListModels))]
    [ApiOperation("List the models", Response = typeof(Page<ModelView>))]
    public async Task<IActionResult> ListModels(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/models")] HttpRequest request, CancellationToken cancellationToken)
    {
        var versions = await registry.ListAsync(cancellationToken);
        return Answers.Ok(new Page<ModelView>([.. versions.Select(ModelView.Of)], null));
    }

    /// <summary>Shows the card of a version.</summary>
    [Function(nameof(GetModelCard))]
    [ApiOperation("Show the card of a model", Response = typeof(ModelCard))]
    public async Task<IActionResult> GetModelCard(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/models/{name}/versions/{v}/card")] HttpRequest request,
        string name,
        string v,
        CancellationToken cancellationToken)
    {
        var versions = await registry.ListAsync(cancellationToken);
        return int.TryParse(v, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && versions.FirstOrDefault(m => m.Card.Name == name && m.Card.Version == number) is { } version
                ? Answers.Ok(version.Card)
                : Unknown.ToActionResult(request.HttpContext);
    }
}

/// <summary>A version in the list.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="RegisteredAt">When it was registered, UTC.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="IntendedUse">What it is for.</param>
/// <param name="Card">Where its card is.</param>
internal sealed record ModelView(string Name, int Version, ModelStatus Status, DateTimeOffset RegisteredAt, string Kind, string IntendedUse, string Card)
{
    public static ModelView Of(ModelVersion version) => new(
        version.Card.Name,
        version.Card.Version,
        version.Status,
        version.RegisteredAt,
        version.Card.Kind,
        version.Card.IntendedUse,
        $"/api/models/{Uri.EscapeDataString(version.Card.Name)}/versions/{version.Card.Version}/card");
}
