using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Knows which models learned from whom. Whoever trains models from what people did implements it.</summary>
public interface ILearnedModels
{
    /// <summary>The versions that learned from a person, as <c>recommender@3</c>.</summary>
    IAsyncEnumerable<string> ThatLearnedFromAsync(PersonId person, CancellationToken cancellationToken);

    /// <summary>Sees to it that a version is trained anew without the person, or removed, by a day. Idempotent.</summary>
    Task ScheduleRetrainingAsync(string model, DateOnly dueBy, CancellationToken cancellationToken);
}
