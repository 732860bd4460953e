namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Opens whom a request concerns.</summary>
public sealed class RequestSubjects(RequestKeys keys)
{
    /// <summary>Whom a request concerns; <see langword="null"/> once its key is destroyed.</summary>
    public async Task<RequestSubject?> OpenAsync(DataSubjectRequestDocument request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Sealed is { } sealedSubject && await keys.FindAsync(request.Id, cancellationToken) is { } key
            ? RequestKeys.Open<RequestSubject>(key, RequestIntakes.Use, request.Id, sealedSubject)
            : null;
    }

    /// <summary>What the person answered to a question; <see langword="null"/> when nothing was asked, there is no answer yet, or the request's key is destroyed.</summary>
    public async Task<string?> AnswerAsync(DataSubjectRequestDocument request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Clarification?.SealedAnswer is { } answer && await keys.FindAsync(request.Id, cancellationToken) is { } key
            ? RequestKeys.Open<string>(key, RequestDecisions.AnswerUse, request.Id, answer)
            : null;
    }
}
