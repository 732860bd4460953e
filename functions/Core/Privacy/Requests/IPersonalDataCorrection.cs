using RetailServerless.Core.People;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>A store in which a datum can be put right (GDPR Art. 16; Civ. Code 1798.106). The next read sees it.</summary>
public interface IPersonalDataCorrection
{
    /// <summary>The store, by the name of its description.</summary>
    string Store { get; }

    /// <summary>Whether something can be put right there, before anything is done.</summary>
    Failure? Check(RequestedCorrection correction);

    /// <summary>Puts a datum right. Idempotent.</summary>
    /// <returns>Why it cannot be; <see langword="null"/> when it is.</returns>
    Task<Failure?> CorrectAsync(PersonId person, RequestedCorrection correction, CancellationToken cancellationToken);
}
