using System.Security.Cryptography;
using System.Text;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports;

/// <summary>Takes files in: stores them as they come, without holding them in memory, and puts an import into the line of its kind.</summary>
public sealed class ImportIntake(ImportStore imports, IObjectStore objects, IEnumerable<IImportTarget> targets, ImportOptions options, TimeProvider time)
{
    /// <summary>Receives a file.</summary>
    /// <returns>The import; with a known idempotency key the one that it stands for.</returns>
    public async Task<Result<ImportRecord>> ReceiveAsync(ImportKind kind, ImportParameters parameters, Stream body, Caller caller, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (Check(kind, parameters) is { } invalid)
        {
            return invalid;
        }

        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var path = ImportRecord.SourcePathOf(id);
        try
        {
            var (length, hash) = await StoreAsync(path, body, cancellationToken);
            if (length == 0)
            {
                await objects.DeleteAsync(path, cancellationToken);
                return new Failure(FailureKind.Invalid, "file-empty", "The request has no content. Send the file as the body.");
            }

            var now = time.GetUtcNow();
            var import = new ImportRecord
            {
                Id = id,
                Kind = kind,
                Parameters = parameters,
                SourcePath = path,
                ContentHash = hash,
                ContentLength = length,
                AuditEntryId = AuditEvent.NewEntryId(),
                ActorRole = caller.Role,
                ReceivedAt = now,
                UpdatedAt = now,
            };
            return await AddAsync(import, caller, idempotencyKey, cancellationToken);
        }
        catch (UploadTooLargeException)
        {
            return new Failure(FailureKind.TooLarge, "file-too-large", $"The file is larger than {options.MaxUploadBytes} bytes. Pack it with gzip, send it in parts, or raise {ImportOptions.Section}:{nameof(ImportOptions.MaxUploadBytes)}.");
        }
    }

    private async Task<Result<ImportRecord>> AddAsync(ImportRecord import, Caller caller, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is not null)
        {
            var contentKey = $"{import.Kind}:{import.ContentKey()}";
            var bound = await imports.BindKeyAsync(NameOf(caller), HashOf(idempotencyKey), new BoundKey(import.Id, contentKey), cancellationToken);
            if (!string.Equals(bound.ContentKey, contentKey, StringComparison.Ordinal))
            {
                await objects.DeleteAsync(import.SourcePath, cancellationToken);
                return new Failure(FailureKind.Unprocessable, "idempotency-key-reused", "This Idempotency-Key was used for another file or other parameters. Use a new key for a new import.");
            }

            import = import with { Id = bound.Import };
        }

        // A request whose key is known adds the import too, unless it is there: the one before may have broken off.
        if (await imports.FindAsync(import.Id, cancellationToken) is null && await imports.TryAddAsync(import, cancellationToken))
        {
            return import;
        }

        await objects.DeleteAsync(import.SourcePath, cancellationToken);
        return (await imports.FindAsync(import.Id, cancellationToken))!.Value;
    }

    private Failure? Check(ImportKind kind, ImportParameters parameters)
    {
        if (!Values.MoneyText.IsCurrency(parameters.Currency))
        {
            return new Failure(FailureKind.Invalid, "currency-unknown", "The currency is not an ISO 4217 code. Write one as USD or EUR.");
        }

        return ColumnMapping.Parse(parameters.Mapping, targets.First(t => t.Kind == kind).Schema).Failure;
    }

    private async Task<(long Length, string Hash)> StoreAsync(string path, Stream body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        await objects.WriteAsync(
            path,
            async (target, token) =>
            {
                var buffer = new byte[1 << 16];
                while (await body.ReadAsync(buffer, token) is > 0 and var read)
                {
                    length += read;
                    if (length > options.MaxUploadBytes)
                    {
                        throw new UploadTooLargeException();
                    }

                    hash.AppendData(buffer, 0, read);
                    await target.WriteAsync(buffer.AsMemory(0, read), token);
                }
            },
            cancellationToken);
        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string NameOf(Caller caller) => caller.Storefront ?? caller.StaffId ?? caller.Role;

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private sealed class UploadTooLargeException : Exception;
}
