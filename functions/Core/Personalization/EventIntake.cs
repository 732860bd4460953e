using System.Text.Json;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Imports.Targets;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Personalization;

/// <summary>Takes batches of events from storefronts and browsers.</summary>
public sealed class EventIntake(EventStore events, TimeProvider time)
{
    /// <summary>At most so many events a batch.</summary>
    public const int MaxEvents = 1000;

    /// <summary>Judges each event of a batch and keeps those that are good and whose person has agreed.</summary>
    /// <param name="batch">An array of events, or an object with the array <c>events</c>.</param>
    /// <param name="caller">Whose events they are where they do not say it.</param>
    /// <param name="onlyCaller">Whether they may be of nobody else.</param>
    /// <param name="signals">What the request says about privacy.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Result<EventBatchResult>> ReceiveAsync(JsonElement batch, PersonId? caller, bool onlyCaller, PrivacySignals signals, CancellationToken cancellationToken)
    {
        var array = batch.ValueKind == JsonValueKind.Object && batch.TryGetProperty("events", out var inner) ? inner : batch;
        if (array.ValueKind != JsonValueKind.Array)
        {
            return new Failure(FailureKind.Invalid, "events-missing", "Send an array of events, or an object with the array \"events\".");
        }

        if (array.GetArrayLength() > MaxEvents)
        {
            return new Failure(FailureKind.TooLarge, "too-many-events", $"A batch has at most {MaxEvents} events. Send more in further batches, or a file to /api/imports/events.");
        }

        var rows = new EventRows(time);
        var row = new ImportRow(EventRows.Schema);
        var columns = new ColumnResolver(EventRows.Schema, ColumnMapping.Automatic, []);
        var good = new List<PersonEvent>();
        var rejected = new List<RejectedRow>();
        long number = 0;
        foreach (var json in array.EnumerateArray())
        {
            row.Begin(++number);
            JsonRowFiller.Fill(row, json, columns);
            var (made, error) = rows.Read(row, caller, onlyCaller);
            if (made is { } personEvent)
            {
                good.Add(personEvent);
            }
            else
            {
                rejected.Add(new RejectedRow(number, error?.Field, error?.Reason ?? ""));
            }
        }

        var written = await events.WriteAsync(good, signals, cancellationToken);
        return new EventBatchResult(written.Added, written.Known, written.WithoutBasis, rejected);
    }
}

/// <summary>What became of a batch.</summary>
/// <param name="Stored">Events that are kept.</param>
/// <param name="Known">Events that were kept already.</param>
/// <param name="WithoutBasis">Events that were dropped because their person has agreed to neither analytics nor personalization.</param>
/// <param name="Rejected">Events that are malformed, by their place in the batch from 1.</param>
public sealed record EventBatchResult(int Stored, int Known, int WithoutBasis, IReadOnlyList<RejectedRow> Rejected);
