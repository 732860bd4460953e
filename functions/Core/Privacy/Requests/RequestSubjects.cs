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
}
