namespace RetailServerless.Core.Models;

/// <summary>A version as it is stored: container <c>models</c>, partition the model's name, id the version in eight digits.</summary>
internal sealed record ModelDocument
{
    public const string Container = "models";

    public required ModelCard Card { get; init; }

    public required ModelStatus Status { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>The audit entries of its coming, chosen before it was stored.</summary>
    public required string RegisteredEntryId { get; init; }

    public required string ApprovedEntryId { get; init; }

    public ModelVersion ToVersion() => new(Card, Status, RegisteredAt);

    public static string DocumentId(int version) => version.ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
}
