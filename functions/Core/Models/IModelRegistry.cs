using RetailServerless.Core.Results;

namespace RetailServerless.Core.Models;

/// <summary>How far a model version has come.</summary>
public enum ModelStatus
{
    /// <summary>Registered, not yet approved; it does not serve.</summary>
    Proposed,

    /// <summary>May serve.</summary>
    Approved,

    /// <summary>No longer serves.</summary>
    Retired,
}

/// <summary>What a model is, for a board and for the people it decides about. After Mitchell et al. 2019, Model Cards for Model Reporting.</summary>
public sealed record ModelCard
{
    /// <summary>The model's name, kebab-case.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>What kind it is, as <c>rules</c>, <c>lexical search</c>, <c>large language model</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is for.</summary>
    public required string IntendedUse { get; init; }

    /// <summary>What it must not be used for.</summary>
    public required string OutOfScopeUse { get; init; }

    /// <summary>What it was made or trained from.</summary>
    public required string Data { get; init; }

    /// <summary>How it was evaluated, and what came out.</summary>
    public required string Evaluation { get; init; }

    /// <summary>What it does badly.</summary>
    public required string Limitations { get; init; }

    /// <summary>Whether it decides about people, and what follows from it.</summary>
    public required string EthicalConsiderations { get; init; }
}

/// <summary>A registered version.</summary>
/// <param name="Card">Its card.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="RegisteredAt">When, UTC.</param>
public sealed record ModelVersion(ModelCard Card, ModelStatus Status, DateTimeOffset RegisteredAt)
{
    /// <summary>How records name it, as <c>offline-responder@1</c>.</summary>
    public string Reference => $"{Card.Name}@{Card.Version}";
}

/// <summary>The register of models. A version serves only while it is approved.</summary>
public interface IModelRegistry
{
    /// <summary>Registers and approves the models that ship with the product, each by its own card. Idempotent; leaves an audit entry for each new one.</summary>
    Task SeedAsync(IReadOnlyList<ModelCard> cards, CancellationToken cancellationToken);

    /// <summary>The approved version of a model; a failure <c>model-not-approved</c> when none may serve.</summary>
    ValueTask<Result<ModelVersion>> GetServingAsync(string name, CancellationToken cancellationToken);

    /// <summary>All versions of all models.</summary>
    Task<IReadOnlyList<ModelVersion>> ListAsync(CancellationToken cancellationToken);
}
