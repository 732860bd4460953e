using System.Text;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Payloads;

/// <summary>
/// Keeps large contents of the store elsewhere. An object belongs to one cell of one row: it is written before the commit that names it, and deleted
/// after the one that drops it. What a crash leaves without a row is swept away later.
/// </summary>
internal sealed partial class LargePayloads(IPayloadStore store, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Why objects cannot be written at present; null when all is well.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>Gives the large contents of a row names, and notes them to be written.</summary>
    public InstanceRecord Name(InstanceRecord record, ref List<PayloadUpload>? uploads)
    {
        var isLarge = PayloadReference.IsLarge(record.Input) | PayloadReference.IsLarge(record.Output) | PayloadReference.IsLarge(record.CustomStatus);
        var failure = record.Failure is null ? null : HistoryWriter.WriteFailure(record.Failure);
        if (!isLarge && failure is not { Length: > PayloadReference.Limit })
        {
            // What was large and is no more must leave the store with this change.
            return record;
        }

        var names = new List<(object, string)>();
        foreach (var text in (string?[])[record.Input, record.Output, record.CustomStatus])
        {
            if (PayloadReference.IsLarge(text))
            {
                names.Add((text!, record.Payloads?.NameOf(text) ?? Upload(Encoding.UTF8.GetBytes(text!), ref uploads)));
            }
        }

        if (failure is { Length: > PayloadReference.Limit })
        {
            names.Add((record.Failure!, record.Payloads?.NameOf(record.Failure) ?? Upload(failure, ref uploads)));
        }

        return record with { Payloads = new PayloadNames(names) };
    }

    /// <summary>Bytes of history or of a message as they stand in the store; large ones are noted to be written elsewhere.</summary>
    public byte[] Name(byte[] bytes, ref List<PayloadUpload>? uploads) =>
        bytes.Length > PayloadReference.Limit ? PayloadReference.Bytes(Upload(bytes, ref uploads)) : bytes;

    /// <summary>A message as it stands in the store; a large one is noted to be written elsewhere.</summary>
    public byte[] Name(HistoryEvent message, ref List<PayloadUpload>? uploads)
    {
        var bytes = HistoryWriter.Write([message]);
        return bytes.Length > PayloadReference.Limit ? PayloadReference.Bytes(Upload(bytes, ref uploads), message is EntityMessage) : bytes;
    }

    /// <summary>The state that a step leaves of an entity; a large one that is new is noted to be written elsewhere.</summary>
    public EntityRow Name(EntityRow row, EntityRow before, ref List<PayloadUpload>? uploads) =>
        row.State == before.State ? row with { StateObject = before.StateObject }
        : row with { StateObject = PayloadReference.IsLarge(row.State) ? Upload(Encoding.UTF8.GetBytes(row.State!), ref uploads) : null };

    /// <summary>Writes objects; tries again until they are written.</summary>
    /// <exception cref="OperationCanceledException">The engine stops.</exception>
    public async Task WriteAsync(IReadOnlyList<PayloadUpload> uploads)
    {
        foreach (var (name, content) in uploads)
        {
            var pause = FirstPause;
            while (true)
            {
                try
                {
                    await store.WriteAsync(name, content, _stop.Token);
                    Trouble = null;
                    break;
                }
                catch (Exception e) when (!_stop.IsCancellationRequested)
                {
                    Trouble = e;
                    Log.CannotWrite(log, store.Describe(name), e);
                }

                await Task.Delay(pause, _stop.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <exception cref="PayloadMissingException">There is no such object.</exception>
    public byte[] Read(string name) =>
        Task.Run(() => store.ReadAsync(name, _stop.Token)).GetAwaiter().GetResult() ?? throw new PayloadMissingException(store.Describe(name));

    public string ReadText(string name) => Encoding.UTF8.GetString(Read(name));

    /// <summary>Deletes objects in the background; what fails is swept later.</summary>
    public void Delete(string[] names) => _ = Task.Run(async () =>
    {
        foreach (var name in names)
        {
            try
            {
                await store.DeleteAsync(name, _stop.Token);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.CannotDelete(log, store.Describe(name), e);
            }
        }
    });

    /// <summary>Deletes the objects older than an age that no row names; gives their number.</summary>
    public async Task<int> SweepAsync(StoreReader reader, TimeSpan age, CancellationToken cancellation)
    {
        var count = 0;
        var before = time.GetUtcNow() - age;
        var old = new List<string>();
        await foreach (var name in store.ListAsync(cancellation))
        {
            if (Born(name) is { } born && born < before)
            {
                old.Add(name);
            }
        }

        foreach (var name in old.Where(name => !reader.IsNamed(name)))
        {
            await store.DeleteAsync(name, cancellation);
            count++;
        }

        if (count > 0)
        {
            Log.Swept(log, count);
        }

        return count;
    }

    public void Dispose() => _stop.Cancel();

    /// <summary>When the object was named; null for what is no name of ours. A broken write of the file store counts as its object.</summary>
    private static DateTimeOffset? Born(string name) => name.Length >= 12 && long.TryParse(
        name.AsSpan(0, 12), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    private string Upload(byte[] content, ref List<PayloadUpload>? uploads)
    {
        var name = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        (uploads ??= []).Add(new(name, content));
        return name;
    }

    private static partial class Log
    {
        [LoggerMessage(7151, LogLevel.Error, "The payload object {Place} cannot be written; what needs it waits and will be tried again")]
        public static partial void CannotWrite(ILogger logger, string place, Exception exception);

        [LoggerMessage(7152, LogLevel.Warning, "The payload object {Place} cannot be deleted now and is left to the sweep")]
        public static partial void CannotDelete(ILogger logger, string place, Exception exception);

        [LoggerMessage(7153, LogLevel.Information, "{Count} payload objects that nothing names were deleted")]
        public static partial void Swept(ILogger logger, int count);
    }
}
