using RetailServerless.Core.Models;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Tests.Chat;

/// <summary>A register in which every model serves except the retired ones.</summary>
internal sealed class TestModels(params string[] retired) : IModelRegistry
{
    public Task SeedAsync(IReadOnlyList<ModelCard> cards, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask<Result<ModelVersion>> GetServingAsync(string name, CancellationToken cancellationToken) => new(retired.Contains(name)
        ? new Failure(FailureKind.Unavailable, "model-not-approved", "No version may serve.")
        : new ModelVersion(Core.Chat.Replies.OfflineResponder.Card with { Name = name }, ModelStatus.Approved, Some.Now));

    public Task<IReadOnlyList<ModelVersion>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ModelVersion>>([]);
}
