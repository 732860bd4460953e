using System.Globalization;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests.Certificates;

/// <summary>Keeps the certificates of a request beside it; none is ever changed.</summary>
public sealed class CertificateStore(IDocumentStore documents)
{
    private const string IdPrefix = "certificate.";

    /// <summary>Writes a certificate; gives the one that is there under its number when it was written before.</summary>
    public async Task<SignedCertificate> AddAsync(Guid request, int number, SignedCertificate certificate, CancellationToken cancellationToken)
    {
        var key = KeyOf(request, number);
        return await documents.UpsertAsync(key, certificate, WriteCondition.IfAbsent, cancellationToken) is not null
            ? certificate
            : (await documents.GetAsync<SignedCertificate>(key, cancellationToken))!.Value;
    }

    /// <summary>A certificate by its number, from 1.</summary>
    public async Task<SignedCertificate?> FindAsync(Guid request, int number, CancellationToken cancellationToken) =>
        (await documents.GetAsync<SignedCertificate>(KeyOf(request, number), cancellationToken))?.Value;

    /// <summary>The newest certificate of a request, which is the one that counts; <see langword="null"/> when there is none.</summary>
    public async Task<SignedCertificate?> NewestAsync(Guid request, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(IdPrefix, Limit: 1, Descending: true);
        await foreach (var stored in documents.QueryAsync<SignedCertificate>(DataSubjectRequestDocument.Container, request.ToString("N"), query, cancellationToken))
        {
            return stored.Value;
        }

        return null;
    }

    private static DocumentKey KeyOf(Guid request, int number) =>
        new(DataSubjectRequestDocument.Container, request.ToString("N"), string.Create(CultureInfo.InvariantCulture, $"{IdPrefix}{number:0000}"));
}
